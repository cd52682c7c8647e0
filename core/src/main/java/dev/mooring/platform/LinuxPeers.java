package dev.mooring.platform;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// Asks the kernel for exactly one socket, and reads its table of all where it cannot be asked.
///
/// A socket whose program has closed it has no inode, and belongs to root by that account: it is
/// nobody's, or anybody could pass as root by leaving early.
final class LinuxPeers implements Peers {
  private static final int ROOT = 0;

  private final ProcTable table;
  private final Path passwd;
  private volatile boolean tableOnly;

  LinuxPeers(Path proc, Path passwd) {
    this.table = new ProcTable(proc);
    this.passwd = passwd;
  }

  /// A socket as the kernel accounts for it.
  ///
  /// @param inode 0 once its program has closed it
  record Held(int uid, long inode) {}

  @Override
  public PeerOwner owner(InetSocketAddress peer, InetSocketAddress local) {
    OptionalInt me = SocketDiagnosis.effectiveUser();
    if (me.isEmpty()) {
      return new PeerOwner.Unknown(Messages.of("this-java-may-not-call-the"));
    }
    try {
      Optional<Held> held = held(peer, local);
      if (held.isEmpty() || held.get().inode() == 0) {
        return new PeerOwner.Gone();
      }
      int uid = held.get().uid();
      return uid == ROOT || uid == me.getAsInt()
          ? new PeerOwner.Trusted()
          : new PeerOwner.Other(name(uid));
    } catch (IOException e) {
      return new PeerOwner.Unknown(Messages.of("the-kernel-lookup-failed", e.getMessage()));
    }
  }

  /// "Not found" is also what a kernel says that lacks the module, so the table has the last word.
  private Optional<Held> held(InetSocketAddress peer, InetSocketAddress local) throws IOException {
    if (tableOnly) {
      return table.find(peer, local);
    }
    Optional<Held> asked;
    try {
      asked = SocketDiagnosis.find(peer, local);
    } catch (IOException e) {
      tableOnly = true;
      return table.find(peer, local);
    }
    if (asked.isPresent()) {
      return asked;
    }
    Optional<Held> listed = table.find(peer, local);
    tableOnly = listed.isPresent() && listed.get().inode() != 0;
    return listed;
  }

  private String name(int uid) {
    String number = Integer.toUnsignedString(uid);
    try (var lines = Files.lines(passwd, StandardCharsets.ISO_8859_1)) {
      return lines
          .map(line -> line.split(":", -1))
          .filter(fields -> fields.length > 2 && fields[2].equals(number))
          .map(fields -> fields[0])
          .filter(name -> name.matches("[A-Za-z0-9._-]{1,64}"))
          .findFirst()
          .orElse(Messages.of("uid", number));
    } catch (IOException | java.io.UncheckedIOException e) {
      return Messages.of("uid", number);
    }
  }
}
