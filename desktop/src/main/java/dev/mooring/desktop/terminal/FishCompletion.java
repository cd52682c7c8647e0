package dev.mooring.desktop.terminal;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Completions for fish, with descriptions; picocli writes them for bash alone.
final class FishCompletion {
  private FishCompletion() {}

  static String of(CommandLine root) {
    StringBuilder script = new StringBuilder();
    String paths =
        CommandPath.all(root).stream()
            .filter(each -> !each.words().isEmpty())
            .map(each -> quoted(each.typed()))
            .collect(Collectors.joining(" "));
    script
        .append(
            """
            # Written from Mooring's commands; changes belong there.
            set -g __mooring_paths %s

            function __mooring_in
                set -l at
                for word in (commandline -opc)[2..-1]
                    set -l next (string join ' ' $at $word)
                    if contains -- $next $__mooring_paths
                        set at $next
                    end
                end
                test "$at" = "$argv"
            end

            """
                .formatted(paths))
        .append("complete -c mooring -f\n");
    for (CommandPath path : CommandPath.all(root)) {
      String here = "complete -c mooring -n " + quoted("__mooring_in " + path.typed());
      for (CommandPath child : path.children()) {
        script.append(here).append(" -a ").append(quoted(child.last()));
        script.append(" -d ").append(quoted(child.summary())).append('\n');
      }
      for (OptionSpec option : path.options()) {
        script.append(here);
        for (String name : option.names()) {
          script
              .append(name.startsWith("--") ? " -l " : " -s ")
              .append(name.replaceFirst("^-+", ""));
        }
        if (option.arity().max() > 0) {
          script.append(" -r");
        }
        if (option.completionCandidates() != null) {
          script.append(" -a ").append(quoted(String.join(" ", option.completionCandidates())));
        }
        String summary = CommandPath.sentence(option.description());
        script.append(" -d ").append(quoted(summary)).append('\n');
      }
    }
    return script.toString();
  }

  private static String quoted(String text) {
    return "'" + text.strip().replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
