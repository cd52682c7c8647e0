package dev.mooring.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The kernel's table of TCP sockets (proc_net_tcp in its documentation). Reading it takes
/// milliseconds, since the kernel walks all of its hash table for each reader.
final class ProcTable {
  private static final String MAPPED = "0000000000000000FFFF0000";

  private final Path proc;

  ProcTable(Path proc) {
    this.proc = proc;
  }

  /// The socket with exactly these addresses, seen from its own side.
  Optional<LinuxPeers.Held> find(InetSocketAddress near, InetSocketAddress far) throws IOException {
    boolean four = near.getAddress() instanceof Inet4Address;
    Optional<LinuxPeers.Held> found = find(four ? "tcp" : "tcp6", hex(near, ""), hex(far, ""));
    return found.isPresent() || !four ? found : find("tcp6", hex(near, MAPPED), hex(far, MAPPED));
  }

  private Optional<LinuxPeers.Held> find(String table, String near, String far) throws IOException {
    Path path = proc.resolve("net").resolve(table);
    if (table.equals("tcp6") && !Files.exists(path)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(path, StandardCharsets.ISO_8859_1)) {
      return lines
          .map(line -> line.strip().split("\\s+", -1))
          .filter(fields -> fields.length > 9 && fields[1].equals(near) && fields[2].equals(far))
          .map(
              fields ->
                  new LinuxPeers.Held(
                      Integer.parseUnsignedInt(fields[7]), Long.parseLong(fields[9])))
          .findFirst();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (NumberFormatException e) {
      throw new IOException("its table has another form", e);
    }
  }

  /// Words of four bytes, each in the order of the processor.
  private static String hex(InetSocketAddress address, String before) {
    return before + words(address.getAddress()) + ":%04X".formatted(address.getPort());
  }

  private static String words(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress()).order(ByteOrder.nativeOrder());
    StringBuilder all = new StringBuilder();
    while (bytes.hasRemaining()) {
      all.append("%08X".formatted(bytes.getInt()));
    }
    return all.toString();
  }
}
