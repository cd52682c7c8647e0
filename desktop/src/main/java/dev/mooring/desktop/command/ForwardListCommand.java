package dev.mooring.desktop.command;

import dev.mooring.document.Document;
import dev.mooring.forward.SavedForward;
import dev.mooring.problem.MooringException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "ls",
    description = "List the forwards that are kept, of all contexts.",
    footer = {"", "Example: mooring forward ls --output json"})
final class ForwardListCommand implements Callable<Integer> {
  private final Opening opening;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text or json; text by default.",
      defaultValue = "text",
      converter = Format.Parser.class)
  Format format = Format.TEXT;

  ForwardListCommand(Opening opening) {
    this.opening = opening;
  }

  @Override
  public Integer call() {
    List<SavedForward> all = saved();
    if (format == Format.JSON) {
      opening.output().json(all.stream().map(ForwardListCommand::json).toList());
    } else if (all.isEmpty()) {
      opening.output().line("No forwards. Make one: mooring forward svc/NAME PORT --save");
    } else {
      opening
          .output()
          .table(
              List.of("NAME", "GROUP", "CONTEXT", "TARGET", "PORT"),
              all.stream().map(ForwardListCommand::row).toList());
    }
    return 0;
  }

  private List<SavedForward> saved() {
    List<SavedForward> all = new ArrayList<>();
    for (Document each : opening.settings().get().forwards()) {
      try {
        all.add(SavedForward.read(each));
      } catch (MooringException e) {
        opening.output().note(e.problem().what() + ": " + e.problem().why());
      }
    }
    return all;
  }

  private static List<String> row(SavedForward each) {
    return List.of(
        each.spec().name(),
        each.spec().group(),
        each.context(),
        each.spec().target().words(),
        each.spec().target().port());
  }

  private static Map<String, Object> json(SavedForward each) {
    return new LinkedHashMap<>(each.write().map());
  }
}
