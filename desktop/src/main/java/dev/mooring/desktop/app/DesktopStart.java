package dev.mooring.desktop.app;

import dev.mooring.desktop.control.SocketDirectory;
import dev.mooring.desktop.stack.SeenNames;
import dev.mooring.desktop.terminal.RegistryNames;
import dev.mooring.forward.ForwardLink;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How window and tray begin.
///
/// @param sockets where commands find it; null where none is to
/// @param hidden whether only the tray shows, where there is one
record DesktopStart(@Nullable SocketDirectory sockets, Optional<ForwardLink> link, boolean hidden) {
  static DesktopStart of(SocketDirectory sockets, Optional<ForwardLink> link, boolean hidden) {
    return new DesktopStart(sockets, link, hidden);
  }

  /// Where names of registries are kept for the shells.
  SeenNames names() {
    return sockets == null ? SeenNames.forgotten() : RegistryNames.ofUser();
  }

  /// For practice, which nobody else is to see.
  static DesktopStart alone() {
    return new DesktopStart(null, Optional.empty(), false);
  }
}
