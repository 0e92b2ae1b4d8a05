#include "app/study_progress.hpp"

#include <doctest/doctest.h>

using lacuna::app::study_progress_text;

TEST_CASE("progress of a study tells tasks, speed, time left and the energies so far") {
  CHECK(study_progress_text(0, 12, 0.0, 0.0, {}) == "0/12");
  CHECK(study_progress_text(30, 90, 60.0, 2.5e6,
                            {{"highway", 0.0535, 0.0012}, {"coated", 0.1, 0.004}}) ==
        "30/90  30 tasks/min  2.50 Mhops/s  2 min 00 s left  highway 0.053(1) eV  coated 0.100(4) "
        "eV");
  const std::string many = study_progress_text(
      90, 90, 60.0, 0.0, {{"a", 0, 0}, {"b", 0, 0}, {"c", 0, 0}, {"d", 0, 0}, {"e", 0, 0}});
  CHECK(many.find("left") == std::string::npos);
  CHECK(many.find("d 0.000(0) eV  and 1 more") != std::string::npos);
}
