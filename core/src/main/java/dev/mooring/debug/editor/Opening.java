package dev.mooring.debug.editor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How an editor is started.
///
/// @param needsSources whether it can't be used without the sources' directory
/// @param files what is written before, by its path
/// @param programs names of the program, the usual one first; paths too where `~` is the home
/// directory
/// @param arguments reach no shell
/// @param terminal whether it runs in a terminal
/// @param next what the user does then: "Press F5 to connect."
public record Opening(
    boolean needsSources,
    Map<Path, String> files,
    List<String> programs,
    List<String> arguments,
    boolean terminal,
    String next) {

  public Opening {
    files = Map.copyOf(files);
    programs = List.copyOf(programs);
    arguments = List.copyOf(arguments);
  }
}
