#include "interface/self_diffusion.hpp"

#include "core/constants.hpp"
#include "interface/known_metals.hpp"
#include "interface/theory.hpp"
#include "interface/vacancy_entropy.hpp"

namespace lacuna::interface {
namespace {

// Vacancies of its own that the metal holds, if any.
std::optional<Reservoir> held(const Case& c) {
  return has_bonds(c.metal) ? own_vacancies(c.metal) : beyond(c).reservoir;
}

}  // namespace

std::optional<SelfDiffusion> self_diffusion(const Case& c) {
  const std::optional<Reservoir> vacancies = held(c);
  if (!vacancies) return {};
  constexpr double correlation = 0.7272;
  const double a = c.metal.lattice_constant;
  const KnownMetal* const own = known_metal(c.metal.lattice_constant);
  const KnownMetal& measured = own ? *own : known_metals().front();
  return SelfDiffusion{
      vacancies->concentration(c.temperature) * isolated_rates(c).bulk * a * a * correlation,
      measured.tracer_diffusion(c.temperature), measured.name};
}

}  // namespace lacuna::interface
