package dev.mooring.debug.snapshot;

/// Files of a snapshot.
enum Layout {
  /// What [Snapshot] says.
  ABOUT("about.json"),
  /// An ELF core file as Delve writes it.
  CORE("core"),
  /// The program's own file, without which nobody can read the core.
  PROGRAM("program"),
  /// Goroutines, grouped by where they are.
  GOROUTINES("goroutines.json"),
  /// Variables of the main package.
  GLOBALS("globals.json"),
  /// A directory with a file for each goroutine that was read.
  STACKS("stacks");

  private final String file;

  Layout(String file) {
    this.file = file;
  }

  String file() {
    return file;
  }

  static String stack(long goroutine) {
    return goroutine + ".json";
  }
}
