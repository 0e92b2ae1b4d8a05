#include "app/study_progress.hpp"

#include <doctest/doctest.h>

using lacuna::app::study_progress_text;
using lacuna::app::StudyStanding;

TEST_CASE("progress of a study tells tasks, the stage, time left, speed and the energies so far") {
  CHECK(study_progress_text({0, 12, "", 0.0, {}}, {}) == "0/12");
  CHECK(study_progress_text({30, 90, "rate check", 2.5e6, 120.0}, {{"highway", 0.0535, 0.0012}}) ==
        "30/90  rate check  2 min 00 s left  2.50 Mhops/s  highway 0.053(1) eV");
  CHECK(study_progress_text({90, 90, "replicas", 0.0, {}}, {}).find("left") == std::string::npos);
}

TEST_CASE("progress of a study stays within a terminal's width") {
  std::vector<lacuna::app::RunningEnergy> many;
  for (int k = 0; k < 20; ++k) many.push_back({"hypothesis", 0.1, 0.01});
  const std::string text = study_progress_text({123456, 999999, "replicas", 2.5e6, 1e6}, many);
  CHECK(text.size() <= lacuna::app::line_width);
  CHECK(text.find("hypothesis 0.100(10) eV") != std::string::npos);
}
