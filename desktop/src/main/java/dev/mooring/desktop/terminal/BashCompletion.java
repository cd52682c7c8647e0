package dev.mooring.desktop.terminal;

import picocli.AutoComplete;
import picocli.CommandLine;

/// Completions for bash: picocli's, and what is known only where it runs.
final class BashCompletion {
  /// Where [RegistryNames] are, for a POSIX shell: prints those that are names.
  static final String NAMES =
      """
      _mooring_folder() {
        folder=${XDG_CACHE_HOME:-$HOME/.cache}/mooring
        case $(uname) in Darwin) folder=$HOME/Library/Caches/Mooring ;; esac
        [ -z "$MOORING_HOME" ] || folder=$MOORING_HOME/cache
      }

      _mooring_registries() {
        local LC_ALL=C folder name
        _mooring_folder
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
        + ImageCompletion.posix(root)
        + """
        function _complete_mooring_names() {
          local before=${COMP_WORDS[COMP_CWORD-1]} at="${COMP_WORDS[*]:1:COMP_CWORD-1}"
          # bash takes names with a colon for several words, and replaces the last one.
          local line=${COMP_LINE:0:COMP_POINT} cut='' current name
          local -a words
          read -ra words <<< "$line"
          current=${line##*[[:space:]]}
          [[ -z $current || ${#words[@]} -eq 0 ]] || unset "words[${#words[@]}-1]"
          [[ $COMP_WORDBREAKS != *:* || $current != *:* ]] || cut=${current%"${current##*:}"}
          COMPREPLY=()
          if [[ $before == --registry || $at == "registries remove" ]]; then
            COMPREPLY=($(compgen -W "$(_mooring_registries)" -- "${COMP_WORDS[COMP_CWORD]}"))
          else
            while IFS= read -r name; do
              COMPREPLY+=("${name#"$cut"}")
            done < <(_mooring_images "$current" "${words[@]:1}")
            [[ ${#COMPREPLY[@]} -gt 0 ]] || _complete_mooring "$@"
          fi
        }
        complete -F _complete_mooring_names -o default mooring
        """;
  }
}
