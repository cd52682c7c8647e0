package dev.mooring.platform;

import java.util.Locale;
import java.util.Optional;

/// Asks Windows' `netstat -ano`: protocol, local address, foreign address, state, pid.
///
/// The state's name is translated on localised systems, so a listener is told by its foreign port
/// 0.
final class NetstatPorts implements PortTable {
  @Override
  public Optional<PortOwner> owner(int port) throws InterruptedException {
    return parse(SystemProgram.output("netstat", "-ano", "-p", "TCP"), port)
        .map(pid -> new PortOwner(pid, program(pid)));
  }

  static Optional<Long> parse(String output, int port) {
    for (String line : output.lines().toList()) {
      String[] fields = line.strip().split("\\s+", -1);
      if (fields.length >= 5
          && fields[0].toUpperCase(Locale.ROOT).equals("TCP")
          && fields[1].endsWith(":" + port)
          && fields[2].endsWith(":0")
          && fields[fields.length - 1].matches("\\d{1,9}")) {
        return Optional.of(Long.valueOf(fields[fields.length - 1]));
      }
    }
    return Optional.empty();
  }

  private static String program(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().command())
        .map(command -> command.substring(command.lastIndexOf('\\') + 1))
        .orElse("");
  }
}
