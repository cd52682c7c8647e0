package dev.mooring.platform;

import java.util.Optional;

/// Asks `lsof`, which macOS brings along. Its `-F` output has one field a line: `p812`, `cdocker`.
final class LsofPorts implements PortTable {
  @Override
  public Optional<PortOwner> owner(int port) throws InterruptedException {
    return parse(SystemProgram.output("lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-Fpc"));
  }

  static Optional<PortOwner> parse(String output) {
    long pid = 0;
    for (String line : output.lines().toList()) {
      if (line.matches("p\\d{1,9}")) {
        pid = Long.parseLong(line.substring(1));
      } else if (line.startsWith("c") && pid > 0) {
        return Optional.of(new PortOwner(pid, line.substring(1)));
      }
    }
    return pid > 0 ? Optional.of(new PortOwner(pid, "")) : Optional.empty();
  }
}
