package dev.mooring.desktop.terminal;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Completions for fish, with descriptions; picocli writes them for bash alone.
final class FishCompletion {
  /// Where [RegistryNames] are: prints those that are names.
  private static final String NAMES =
      """
      function __mooring_folder
          set -l folder $HOME/.cache/mooring
          test -n "$XDG_CACHE_HOME"; and set folder $XDG_CACHE_HOME/mooring
          test (uname) = Darwin; and set folder $HOME/Library/Caches/Mooring
          test -n "$MOORING_HOME"; and set folder $MOORING_HOME/cache
          echo $folder
      end

      function __mooring_registries
          set -l folder (__mooring_folder)
          test -r $folder/registry-names
          and string match -r '^[a-z0-9.:-]+$' < $folder/registry-names
      end

      complete -c mooring -n '__mooring_in registries remove' -a '(__mooring_registries)'
      """;

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
        .append(NAMES)
        .append(ImageCompletion.fish(root))
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
        if (List.of(option.names()).contains("--registry")) {
          script.append(" -a '(__mooring_registries)'");
        } else if (option.completionCandidates() != null) {
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
