#include "io/hdf5_handle.hpp"

#include <hdf5.h>

#include <type_traits>

namespace lacuna::io::hdf5 {

static_assert(std::is_same_v<hid_t, std::int64_t> && std::is_same_v<herr_t, int>);

void be_silent() { checked(H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr)); }

Handle properties(std::int64_t kind) {
  Handle list(H5Pcreate(kind), H5Pclose);
  if (kind != H5P_FILE_CREATE) checked(H5Pset_obj_track_times(list, false));
  if (kind != H5P_DATASET_CREATE)
    checked(H5Pset_link_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  return list;
}

Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  checked(H5Tset_size(type, H5T_VARIABLE));
  checked(H5Tset_cset(type, H5T_CSET_UTF8));
  return type;
}

void put_attribute(std::int64_t object, const char* name, const std::string& text) {
  const Handle type = text_type();
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
  const Handle attribute(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  const char* bytes = text.c_str();
  checked(H5Awrite(attribute, type, &bytes));
}

}  // namespace lacuna::io::hdf5
