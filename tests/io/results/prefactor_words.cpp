#include "io/results/prefactor_words.hpp"

#include <doctest/doctest.h>

#include "tests/says.hpp"

using namespace lacuna;
using lacuna::test::says;

TEST_CASE("a clock factor far from 1 is put down to something else than attempt frequencies") {
  const std::string text = io::prefactor_words(1e-7, 1e-5, 300, "a current of 1 mA/cm2");
  CHECK(says(text,
             "For a current of 1 mA/cm2 all attempt frequencies would have to be multiplied by "
             "1e-07 to 1e-05"));
  CHECK(says(text, "only by +0.30 to +0.42 eV,"));  // 0.02585 eV × 11.5 and 16.1
  CHECK(says(text, "no statement about attempt frequencies"));
}

TEST_CASE("a clock factor within three is within what is known of attempt frequencies") {
  const std::string text = io::prefactor_words(2, 2, 300, "it");
  CHECK(says(text, "multiplied by 2;"));
  CHECK(says(text, "-0.02 eV"));
  CHECK(says(text, "that much is open"));
  CHECK_FALSE(says(text, "no statement"));
}

TEST_CASE("self-diffusion of the model stands beside the measured one, or is said to be none") {
  CHECK(io::self_diffusion_words(interface::SelfDiffusion{1.5e6, 6.0e7, "sodium"}, 300) ==
        "c_eq D_v f = 1.5e-10 cm2/s at 300 K, 0.025 times the 6e-09 cm2/s measured in sodium");
  CHECK(io::self_diffusion_words({}, 300).find("no vacancies of its own") != std::string::npos);
}
