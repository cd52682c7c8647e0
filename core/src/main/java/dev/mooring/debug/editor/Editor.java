package dev.mooring.debug.editor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A program that joins a session: an editor, or Delve's own terminal client.
///
/// What it writes carries paths that a hostile program chose; each quotes them in its own language.
public interface Editor {

  /// Every one that Mooring knows, in the order in which they're offered.
  static List<Editor> all() {
    return List.of(new VsCode(), new GoLand(), new Neovim(), new Emacs(), new DlvConnect());
  }

  /// As a command takes it.
  static Optional<Editor> named(String id) {
    return all().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /// "vscode"
  String id();

  /// "VS Code"
  String name();

  /// What to run or to paste, for somebody who sets it up by hand.
  String text(Endpoint session);

  /// What opens it at the session.
  ///
  /// @param directory private to the session; a file that only Mooring needs goes there
  Opening opening(Endpoint session, Path directory);
}
