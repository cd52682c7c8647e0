package dev.mooring.desktop.terminal;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Where [ImageNames] are words of a command line, for shells.
///
/// @param path the command
/// @param most how many of its first words are images
/// @param takes options whose next word is theirs
record ImageCompletion(CommandPath path, long most, List<String> takes) {
  /// Commands whose words for images have names of their own.
  private static final Set<String> OTHERS = Set.of("copy", "delete", "export");

  private static final Set<String> IMAGES = Set.of("FROM", "TO", "IMAGE");

  /// For bash and zsh: prints the names that may stand there.
  private static final String POSIX =
      """
      _mooring_images() {
        local LC_ALL=C current=$1 at='' skip='' most=0 seen=0 takes='' of='' word name folder
        shift
        for word in "$@"; do
          if [ -n "$skip" ]; then
            [ "$skip" != --registry ] || of=$word/
            skip=''
            continue
          fi
          case "${at:+$at }$word" in
      CASES    esac
          [ -n "$at" ] || return 0
          case $word in
            --registry=*) of=${word#--registry=}/ ;;
            -*) case " $takes " in *" $word "*) skip=$word ;; esac ;;
            *) seen=$((seen + 1)) ;;
          esac
        done
        [ -z "$skip" ] && [ "$seen" -lt "$most" ] || return 0
        _mooring_folder
        [ -r "$folder/image-names" ] || return 0
        while IFS= read -r name; do
          case $name in
            [!a-z0-9]* | *[!A-Za-z0-9._/:-]*) ;;
            "$of$current"*) printf '%s\\n' "${name#"$of"}" ;;
          esac
        done < "$folder/image-names"
      }
      """;

  private static final String FISH =
      """
      function __mooring_images
          set -l at
          set -l skip
          set -l takes
          set -l most 0
          set -l seen 0
          set -l of
          for word in (commandline -opc)[2..-1]
              if test -n "$skip"
                  test $skip != --registry; or set of $word/
                  set skip
                  continue
              end
              switch (string join ' ' $at $word)
      CASES        end
              test -n "$at"; or return
              if not string match -q -- '-*' $word
                  set seen (math $seen + 1)
              else if contains -- $word $takes
                  set skip $word
              else if string match -q -- '--registry=*' $word
                  set of (string replace -- --registry= '' $word)/
              end
          end
          test -z "$skip" -a $seen -lt $most; or return
          set -l folder (__mooring_folder)
          test -r $folder/image-names
          or return
          for name in (string match -r '^[a-z0-9][A-Za-z0-9._/:-]*$' < $folder/image-names)
              if test -z "$of"
                  echo $name
              else if test (string sub -l (string length -- $of) -- $name) = $of
                  string sub -s (math (string length -- $of) + 1) -- $name
              end
          end
      end

      complete -c mooring -a '(__mooring_images)'
      """;

  /// All commands that take images.
  private static List<ImageCompletion> all(CommandLine root) {
    return CommandPath.all(root).stream()
        .map(ImageCompletion::of)
        .filter(each -> each.most() > 0)
        .toList();
  }

  private static ImageCompletion of(CommandPath path) {
    boolean other = OTHERS.contains(path.typed());
    return new ImageCompletion(
        path,
        path.spec().positionalParameters().stream()
            .map(PositionalParamSpec::paramLabel)
            .filter(label -> label.equals("REF") || (other && IMAGES.contains(label)))
            .count(),
        path.options().stream()
            .filter(each -> each.arity().max() > 0)
            .flatMap(each -> Arrays.stream(each.names()))
            .toList());
  }

  static String posix(CommandLine root) {
    return POSIX.replace(
        "CASES",
        cases(
            root,
            "      '%1$s') at='%1$s'; continue ;;\n",
            "      '%1$s') at='%1$s'; most=%2$d; takes='%3$s'; continue ;;\n"));
  }

  static String fish(CommandLine root) {
    String parent =
        """
                    case '%1$s'
                        set at '%1$s'
                        continue
        """;
    String command =
        """
                    case '%1$s'
                        set at '%1$s'
                        set most %2$d
                        set takes %3$s
                        continue
        """;
    return FISH.replace("CASES", cases(root, parent, command));
  }

  private static String cases(CommandLine root, String parent, String command) {
    List<ImageCompletion> all = all(root);
    String parents =
        all.stream()
            .map(each -> each.path().words())
            .filter(words -> words.size() > 1)
            .map(words -> String.join(" ", words.subList(0, words.size() - 1)))
            .distinct()
            .map(parent::formatted)
            .collect(Collectors.joining());
    return parents
        + all.stream()
            .map(
                each ->
                    command.formatted(
                        each.path().typed(), each.most(), String.join(" ", each.takes())))
            .collect(Collectors.joining());
  }
}
