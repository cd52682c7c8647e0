package dev.mooring.platform;

import java.nio.file.Path;
import java.util.Optional;

/// Who listens on a local TCP port, as far as this user may know.
///
/// @param pid 0 where the process belongs to another user, or the system does not tell
/// @param program its name, empty where it is not known
public record PortOwner(long pid, String program) {

  /// Asks the system. Blocks for the disk on Linux, for a program of the system elsewhere (3 s at
  /// most).
  ///
  /// @return nothing when no one listens there, or the system does not say
  public static Optional<PortOwner> of(int port) throws InterruptedException {
    PortTable table =
        switch (OperatingSystem.current()) {
          case LINUX -> new LinuxPorts(Path.of("/proc"));
          case MAC -> new LsofPorts();
          case WINDOWS -> new NetstatPorts();
        };
    return table.owner(port);
  }

  /// "docker-proxy (pid 812)", "another user's process".
  public String words() {
    if (pid == 0) {
      return Messages.of("another-users-process");
    }
    return program.isEmpty() ? Messages.of("the-process", pid) : Messages.of("pid", program, pid);
  }
}
