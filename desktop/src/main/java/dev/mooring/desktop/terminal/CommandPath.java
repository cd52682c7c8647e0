package dev.mooring.desktop.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// A command that a user sees, and the words that lead to it.
///
/// @param words without the program's own name; empty for the program itself
record CommandPath(List<String> words, CommandLine command) {

  /// The program and everything below it, parents first.
  static List<CommandPath> all(CommandLine root) {
    List<CommandPath> all = new ArrayList<>();
    collect(new CommandPath(List.of(), root), all);
    return all;
  }

  private static void collect(CommandPath path, List<CommandPath> all) {
    all.add(path);
    path.children().forEach(child -> collect(child, all));
  }

  List<CommandPath> children() {
    List<CommandPath> children = new ArrayList<>();
    for (Map.Entry<String, CommandLine> each : command.getSubcommands().entrySet()) {
      if (!each.getValue().getCommandSpec().usageMessage().hidden()) {
        List<String> deeper = new ArrayList<>(words);
        deeper.add(each.getKey());
        children.add(new CommandPath(List.copyOf(deeper), each.getValue()));
      }
    }
    return children;
  }

  List<OptionSpec> options() {
    return command.getCommandSpec().options().stream().filter(each -> !each.hidden()).toList();
  }

  CommandSpec spec() {
    return command.getCommandSpec();
  }

  /// As it is typed after the program's name.
  String typed() {
    return String.join(" ", words);
  }

  String last() {
    return words.getLast();
  }

  /// The name of its manual page.
  String page() {
    return words.isEmpty() ? "mooring" : "mooring-" + String.join("-", words);
  }

  /// The first line of what it says about itself.
  String summary() {
    return sentence(spec().usageMessage().description());
  }

  static String sentence(String[] lines) {
    return lines.length == 0 ? "" : plain(lines[0]);
  }

  static String text(String[] lines) {
    return Arrays.stream(lines).map(CommandPath::plain).collect(Collectors.joining(" "));
  }

  /// Without picocli's marks for colour.
  static String plain(String text) {
    return Ansi.OFF.string(text).replace("%n", " ").strip();
  }
}
