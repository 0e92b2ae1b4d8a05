#include "app/syntax.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/trajectory/export_trajectory.hpp"

namespace lacuna::app {
namespace {

const OptionSyntax quiet{"quiet", "print nothing but errors", "", {}};
const OptionSyntax out_of_study{
    "out", "directory for the results (default: ./<name of STUDY without .yaml>.out)", "DIR", {}};
const OptionSyntax seed_of_study{
    "seed", "random seed of the study, instead of the file's", "N", {}};
const OptionSyntax set_of_study{
    "set",
    "change one key of the study, or of its base case with base. before it; repeatable",
    "KEY=VALUE",
    {}};
const OptionSyntax cache{
    "cache",
    "where counts of voids are kept for later (default: $XDG_CACHE_HOME/lacuna/voids)",
    "DIR",
    {}};
const OptionSyntax set_of_case{
    "set", "change one key of the case, as if it were in the file; repeatable", "KEY=VALUE", {}};

const OptionSyntax events{
    "events",
    "most events to spend on predicting costs; 0: none (default: 3e8 of a case, 2e9 of a study)",
    "N",
    {}};

CommandSyntax init() {
  return {"init",
          "case|study",
          "a commented starting file",
          "Print a commented starting file, or write it.",
          {{"out", "write to this file, which must not exist", "FILE", {}}}};
}

CommandSyntax check() {
  return {"check",
          "FILE.yaml",
          "validate a case or study; print derived quantities, expected regime, cost",
          "Validate a case or a study and print what it implies and what it will cost.",
          {set_of_case, events}};
}

CommandSyntax run() {
  return {"run",
          "CASE.yaml",
          "one run: time series, onset, optional trajectory, checkpoint",
          "Run a case to its end: time series, onset, trajectory if asked for.",
          {{"out",
            "directory for the results (default: ./<name of CASE without .yaml>.out)",
            "DIR",
            {}},
           {"seed", "random seed, instead of the file's", "N", {}},
           set_of_case,
           {"resume", "go on where an interrupted run in that directory stopped", "", {}},
           quiet}};
}

CommandSyntax study() {
  return {
      "study",
      "STUDY.yaml",
      "hypotheses x grid x temperatures x replicas in parallel, resumable; activation\n"
      "energies with intervals beside the measured ones",
      "Run every replica of a study in parallel, or those that are missing, and conclude from "
      "them. Running it "
      "again continues, also with more replicas, temperatures or hypotheses.",
      {out_of_study,
       seed_of_study,
       set_of_study,
       {"threads", "in each process (default: as many as there are processors)", "N", {}},
       {"shard", "do the i-th of n parts only (from 1), as one job of a Slurm array", "I/N", {}},
       {"merge",
        "first take over what this other directory of the study has recorded; repeatable",
        "DIR",
        {}},
       {"collect", "run nothing; rebuild the results from what all shards have recorded", "", {}},
       {"mpi", "spread over the MPI ranks that this was started with", "", {}},
       {"dry-run", "list the work and what it may cost, and do nothing", "", {}},
       events,
       cache,
       quiet}};
}

CommandSyntax cell() {
  return {
      "cell",
      "STUDY.yaml",
      "what the hypotheses of a study predict for a cell: mA/cm2, hours, micrometres",
      "Evaluate every hypothesis of a study at the cell of its section `cell`; no runs are needed.",
      {out_of_study,
       seed_of_study,
       set_of_study,
       {"threads", "default: as many as there are processors", "N", {}},
       cache,
       {"json", "print JSON in place of tables", "", {}},
       quiet}};
}

CommandSyntax report() {
  return {
      "report",
      "DIR",
      "tables in the terminal, one self-contained HTML file (DIR/report.html), figures",
      "Tables of a run or a study in the terminal, and one HTML file, DIR/report.html, that "
      "opens anywhere.",
      {{"plot", "also draw its figures in the terminal, with gnuplot", "", {}},
       {"svg", "also write its figures as DIR/figures/*.svg, with gnuplot", "", {}},
       {"watch", "make the page again whenever a run or study at work has written more", "", {}},
       quiet}};
}

CommandSyntax compare() {
  return {"compare",
          "DIR DIR...",
          "studies, or runs, side by side, and what differs",
          "Differences of onset currents and activation energies between the first study and each "
          "of the others, with intervals, or onset, contact and voltage of runs; and the keys in "
          "which their inputs differ.",
          {{"csv", "print CSV in place of tables", "", {}}}};
}

CommandSyntax export_run() {
  return {"export",
          "DIR",
          "a run's trajectory as extxyz, lammpstrj, h5md or vtp",
          "Convert the trajectory of the run in DIR for other programs.",
          {{"format",
            "extxyz: OVITO, ASE; lammpstrj: LAMMPS dump; h5md: h5py; vtp: ParaView "
            "(default: what --out ends in, or extxyz)",
            "FORMAT", all_words<io::ExportFormat>()},
           {"frames",
            "N, or FIRST:END:STEP as Python slices: 10:20, ::10, -1 (default: all)",
            "FRAMES",
            {}},
           {"what",
            "vacancies, near_voids (and the atoms around them) or all (default: as in the case)",
            "SITES", all_words<io::FrameSites>()},
           {"region", "only sites in a box in angstrom, as in x=0:50,z=:20", "REGION", {}},
           {"properties",
            "of id, layer, cluster, nn1, nn2, and with paths vacancy, ix, iy (default: all)",
            "LIST",
            {}},
           {"out",
            "file (default: DIR/trajectory.FORMAT; vtp: .pvd and a folder); .gz compresses text",
            "FILE",
            {}}}};
}

CommandSyntax schema() {
  return {"schema",
          "case|study",
          "the JSON Schema of the input files, for editors",
          "Print what a case or study file may hold.",
          {{"format",
            "json: JSON Schema for editors (default); markdown: the reference page",
            "FORMAT",
            {"json", "markdown"}}}};
}

CommandSyntax help() {
  return {"help",
          "[COMMAND]",
          "this list, or the options of a command; the manual page; completion",
          "Print all commands, or the options of one.",
          {{"format",
            "text (default); man: the manual page; bash: completion, to be sourced",
            "FORMAT",
            {"text", "man", "bash"}}}};
}

}  // namespace

const std::vector<CommandSyntax>& command_table() {
  static const std::vector<CommandSyntax> table{
      init(), check(), run(), study(), cell(), report(), compare(), export_run(), schema(), help()};
  return table;
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const CommandSyntax& command : command_table()) names.push_back(command.name);
  return names;
}

const CommandSyntax* find_command(std::string_view name) {
  const auto& table = command_table();
  const auto at = std::find_if(table.begin(), table.end(),
                               [&](const auto& command) { return command.name == name; });
  return at == table.end() ? nullptr : &*at;
}

const std::vector<StatusMeaning>& exit_statuses() {
  static const std::vector<StatusMeaning> table{{0, "done"},
                                                {1, "failed while running"},
                                                {2, "bad input or usage and nothing written"},
                                                {3, "interrupted and resumable"}};
  return table;
}

std::string overview() {
  std::string text =
      "lacuna: kinetic Monte Carlo of a metal electrode stripped through a ceramic electrolyte\n\n"
      "usage: lacuna COMMAND ...\n\n";
  for (const CommandSyntax& command : command_table()) {
    const std::string first = fmt::format("  lacuna {} {}", command.name, command.argument);
    text += fmt::format("{:<28}", first);
    for (const char c : command.brief)
      text += c == '\n' ? "\n" + std::string(28, ' ') : std::string(1, c);
    text += "\n";
  }
  text +=
      "\n  lacuna COMMAND --help   the options of a command\n"
      "  lacuna --version        version, git revision, compiler, flags and libraries\n\nexit "
      "status:";
  for (const auto& [status, meaning] : exit_statuses())
    text += fmt::format("{} {} {}", status == 0 ? "" : ",", status, meaning);
  return text + "\n";
}

}  // namespace lacuna::app
