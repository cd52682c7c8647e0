package dev.mooring.desktop.terminal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// Completions for zsh, with descriptions; picocli's are bash's without them.
final class ZshCompletion {
  private ZshCompletion() {}

  static String of(CommandLine root) {
    List<CommandPath> all = CommandPath.all(root);
    String paths =
        all.stream()
            .filter(each -> !each.words().isEmpty())
            .map(each -> quoted(each.typed()))
            .collect(Collectors.joining("|"));
    StringBuilder cases = new StringBuilder();
    for (CommandPath path : all) {
      String commands =
          path.children().stream()
              .map(each -> described(each.last(), each.summary()))
              .collect(Collectors.joining(" "));
      String options =
          path.options().stream()
              .flatMap(
                  each ->
                      Arrays.stream(each.names())
                          .map(name -> described(name, CommandPath.sentence(each.description()))))
              .collect(Collectors.joining(" "));
      cases.append(
          "    (%s) commands=(%s) options=(%s) ;;\n"
              .formatted(quoted(path.typed()), commands, options));
    }
    return """
    #compdef mooring
    # Written from Mooring's commands; changes belong there.
    %s_mooring() {
      local at= word
      for word in ${words[2,CURRENT-1]}; do
        case "${at:+$at }$word" in
          (%s) at="${at:+$at }$word" ;;
        esac
      done
      local -a commands options images
      case "$at" in
    %s  esac
      images=(${(f)"$(_mooring_images "$PREFIX" "${(@)words[2,CURRENT-1]}")"})
      if [[ $words[CURRENT-1] == --registry || $at == 'registries remove' ]]; then
        local -a names
        names=(${(f)"$(_mooring_registries)"})
        compadd -a names
      elif (( $#images )); then
        compadd -a images
      elif [[ $PREFIX == -* ]]; then
        _describe -o option options
      elif (( $#commands )); then
        _describe command commands
      else
        _files
      fi
    }
    _mooring "$@"
    """
        .formatted(BashCompletion.NAMES + ImageCompletion.posix(root), paths, cases);
  }

  private static String described(String word, String summary) {
    return quoted(word.replace(":", "\\:") + ":" + summary);
  }

  private static String quoted(String text) {
    return "'" + text.strip().replace("'", "'\\''") + "'";
  }
}
