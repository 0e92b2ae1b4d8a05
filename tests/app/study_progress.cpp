#include "app/study_progress.hpp"

#include <doctest/doctest.h>

using lacuna::app::study_progress_text;
using lacuna::app::StudyStanding;

TEST_CASE("progress of a study tells tasks, the stage, time left, speed and the energies so far") {
  CHECK(study_progress_text({0, 12, "", 0.0, {}}, {}) == "0/12");
  CHECK(study_progress_text({0, 12, "pilots", 0.0, {}}, {}) == "0/12  pilots");
  CHECK(study_progress_text({30, 90, "rate check", 2.5e6, 120.0}, {{"highway", 0.0535, 0.0012}}) ==
        "30/90  rate check  2 min 00 s left  2.50 Mhops/s  highway 0.053(1) eV");
  CHECK(study_progress_text({90, 90, "replicas", 0.0, {}}, {}).find("left") == std::string::npos);
}

TEST_CASE("the stage of a task is named, and with a precision its first round") {
  lacuna::ensemble::Plan plan;
  plan.replicas = 8;
  lacuna::ensemble::Task task;
  CHECK(stage_of(plan, task) == "replicas");
  plan.precision.emplace();
  CHECK(stage_of(plan, task) == "first round");
  task.replica = 8;
  CHECK(stage_of(plan, task) == "more replicas");
  task.rate_factor = 4;
  CHECK(stage_of(plan, task) == "rate check");
  task.uncapped = true;
  CHECK(stage_of(plan, task) == "surface hop check");
  task.kind = lacuna::ensemble::TaskKind::pilot;
  CHECK(stage_of(plan, task) == "pilots");
  task.fit = true;
  CHECK(stage_of(plan, task) == "fit");
}

TEST_CASE("progress of a study stays within a terminal's width") {
  std::vector<lacuna::app::RunningEnergy> many;
  for (int k = 0; k < 20; ++k) many.push_back({"hypothesis", 0.1, 0.01});
  const std::string text = study_progress_text({123456, 999999, "replicas", 2.5e6, 1e6}, many);
  CHECK(text.size() <= lacuna::app::line_width);
  CHECK(text.find("hypothesis 0.100(10) eV") != std::string::npos);
}
