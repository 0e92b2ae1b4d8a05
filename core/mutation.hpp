#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lacuna {

/// Small deliberate faults in the physics, each of which lacuna-validate must notice. They can be
/// switched on in a build with the option LACUNA_MUTATIONS only; in all others `mutated` is false
/// when compiling.
enum class Mutation : std::uint8_t {
  none,
  half_energy,
  unclipped,
  one_way_cap,
  segregation_sign,
  second_neighbours,
  missing_neighbour,
  lateral_above,
  stale_rates,
  tiers_apart,
  crowded_tiers,
  lost_record,
  no_rejection,
  time_step,
  no_remainder,
  unbalanced_emission,
  silent_sinks,
  farther_sink,
  late_returns,
  refused_landing,
  strip_by_contact,
  shunned_bonds,
  frozen_bonds,
  no_pressure,
  one_ceramic,
  lone_bonus,
  no_way_back,
  half_field,
  no_inner_sinks,
  half_curvature,
  cell_volume,
  one_expected,
  half_reach,
  half_transfer,
  equal_shares,
};

struct MutationName {
  Mutation mutation;
  std::string_view name, fault;
};
inline constexpr std::array mutations{
    MutationName{Mutation::half_energy, "half_energy", "barriers are off by ΔE/2"},
    MutationName{Mutation::unclipped, "unclipped", "barriers may be below max(0, ΔE)"},
    MutationName{Mutation::one_way_cap, "one_way_cap",
                 "a cap on surface hops slows one direction of a pair only"},
    MutationName{Mutation::segregation_sign, "segregation_sign",
                 "the segregation energy has the other sign"},
    MutationName{Mutation::second_neighbours, "second_neighbours",
                 "a second neighbour is not counted"},
    MutationName{Mutation::missing_neighbour, "missing_neighbour",
                 "a vacancy has seven ways to hop"},
    MutationName{Mutation::lateral_above, "lateral_above",
                 "hops within layer 1 are of class lateral"},
    MutationName{Mutation::stale_rates, "stale_rates",
                 "rates of the vacancies around a change are not made anew"},
    MutationName{Mutation::tiers_apart, "tiers_apart",
                 "half is lost of what rates have above what is drawn evenly"},
    MutationName{Mutation::crowded_tiers, "crowded_tiers",
                 "rates that outgrow the room for them wait for the next stretch"},
    MutationName{Mutation::lost_record, "lost_record",
                 "an atom that hops loses what it has above the threshold"},
    MutationName{Mutation::no_rejection, "no_rejection",
                 "trials beyond the sum of rates are not rejected"},
    MutationName{Mutation::time_step, "time_step",
                 "the mean waiting time is 1/(K + k) instead of 1/K"},
    MutationName{Mutation::no_remainder, "no_remainder",
                 "what is left of a stretch of time has no trials"},
    MutationName{Mutation::unbalanced_emission, "unbalanced_emission",
                 "the far side emits c instead of c/(1 - c)"},
    MutationName{Mutation::silent_sinks, "silent_sinks",
                 "sinks inside the metal emit half of what balance asks"},
    MutationName{Mutation::farther_sink, "farther_sink",
                 "the sink of excursions is one layer farther"},
    MutationName{Mutation::late_returns, "late_returns", "excursions last twice as long"},
    MutationName{Mutation::refused_landing, "refused_landing",
                 "returns to vacant sites are refused"},
    MutationName{Mutation::strip_by_contact, "strip_by_contact",
                 "strips are as frequent as there is contact"},
    MutationName{Mutation::shunned_bonds, "shunned_bonds",
                 "plated atoms avoid bonds where they should seek them"},
    MutationName{Mutation::frozen_bonds, "frozen_bonds",
                 "an entropy of vacancies leaves bonds as they are"},
    MutationName{Mutation::no_pressure, "no_pressure",
                 "a pressure leaves the number of vacancies as it is"},
    MutationName{Mutation::one_ceramic, "one_ceramic",
                 "sites of a patch have the segregation energy of the rest"},
    MutationName{Mutation::lone_bonus, "lone_bonus",
                 "a void gains the segregation energy of one vacancy only"},
    MutationName{Mutation::no_way_back, "no_way_back",
                 "whatever leaves a void is taken to have got away"},
    MutationName{Mutation::half_field, "half_field",
                 "the field of a cell's metal ends half way to its far end"},
    MutationName{Mutation::no_inner_sinks, "no_inner_sinks",
                 "a cell's metal has no sinks but its far end"},
    MutationName{Mutation::half_curvature, "half_curvature",
                 "a large void has half the vapour pressure of its curvature"},
    MutationName{Mutation::cell_volume, "cell_volume",
                 "pressure acts on the volume of a cubic cell, not of a site"},
    MutationName{Mutation::one_expected, "one_expected",
                 "the first void of half the cells comes when one is expected"},
    MutationName{Mutation::half_reach, "half_reach",
                 "the potential of a current in the electrolyte is half as high"},
    MutationName{Mutation::half_transfer, "half_transfer",
                 "charge crosses the contact against half its resistance"},
    MutationName{Mutation::equal_shares, "equal_shares",
                 "without bonds classes of sites count alike, whatever their area"},
};

#ifdef LACUNA_MUTATIONS
inline Mutation present_mutation = Mutation::none;
[[nodiscard]] inline bool mutated(Mutation m) { return present_mutation == m; }
#else
[[nodiscard]] constexpr bool mutated(Mutation) { return false; }
#endif

}  // namespace lacuna
