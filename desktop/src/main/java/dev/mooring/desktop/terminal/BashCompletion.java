package dev.mooring.desktop.terminal;

import picocli.AutoComplete;
import picocli.CommandLine;

/// Completions for bash: picocli's, and what is known only where it runs.
final class BashCompletion {
  /// Where [RegistryNames] are, for a POSIX shell: prints those that are names.
  static final String NAMES =
      """
      _mooring_registries() {
        local folder=${XDG_CACHE_HOME:-$HOME/.cache}/mooring name
        case $(uname) in Darwin) folder=$HOME/Library/Caches/Mooring ;; esac
        [ -z "$MOORING_HOME" ] || folder=$MOORING_HOME/cache
        [ -r "$folder/registry-names" ] || return 0
        while IFS= read -r name; do
          case $name in '' | *[!a-z0-9.:-]*) ;; *) printf '%s\n' "$name" ;; esac
        done < "$folder/registry-names"
      }
      """;

  private BashCompletion() {}

  static String of(CommandLine root) {
    return AutoComplete.bash("mooring", root)
        + NAMES
        + """
        function _complete_mooring_names() {
          local before=${COMP_WORDS[COMP_CWORD-1]} at="${COMP_WORDS[*]:1:COMP_CWORD-1}"
          if [[ $before == --registry || $at == "registries remove" ]]; then
            COMPREPLY=($(compgen -W "$(_mooring_registries)" -- "${COMP_WORDS[COMP_CWORD]}"))
          else
            _complete_mooring "$@"
          fi
        }
        complete -F _complete_mooring_names -o default mooring
        """;
  }
}
