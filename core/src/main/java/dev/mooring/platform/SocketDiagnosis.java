package dev.mooring.platform;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Asks Linux for one TCP socket by both its addresses: sock_diag(7), `struct inet_diag_req_v2`.
///
/// A socket of its own per question costs less than guarding a shared one, and leaves nothing open.
/// The kernel answers within the call that asks; a limit of a second is for kernels that do not.
final class SocketDiagnosis {
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int NETLINK_SOCK_DIAG = 4;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final short SOCK_DIAG_BY_FAMILY = 20;
  private static final short NLMSG_ERROR = 2;
  private static final short NLM_F_REQUEST = 1;
  private static final byte IPPROTO_TCP = 6;
  private static final int ENOENT = 2;

  /// The loopback interface of every network namespace; sockets bound to it are found only so.
  private static final int LOOPBACK_INTERFACE = 1;

  private static final int HEADER = 16;
  private static final int QUESTION = HEADER + 56;
  private static final int ANSWER = 512;

  /// Where `struct inet_diag_sockid` begins in a question and in an answer.
  private static final int ID_ASKED = HEADER + 8;

  private static final int ID_TOLD = HEADER + 4;
  private static final int UID = ID_TOLD + 48 + 12;
  private static final int INODE = UID + 4;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfShort NET_SHORT = SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private static final @Nullable SocketDiagnosis SYSTEM = load();

  private final MethodHandle socket;
  private final MethodHandle setsockopt;
  private final MethodHandle send;
  private final MethodHandle recv;
  private final MethodHandle close;
  private final int user;
  private final StructLayout state = Linker.Option.captureStateLayout();
  private final VarHandle errno = state.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private SocketDiagnosis(Linker linker) throws Throwable {
    var plain = new Linker.Option[0];
    var telling = new Linker.Option[] {Linker.Option.captureCallState("errno")};
    var i = ValueLayout.JAVA_INT;
    var l = ValueLayout.JAVA_LONG;
    var p = ValueLayout.ADDRESS;
    socket = function(linker, "socket", FunctionDescriptor.of(i, i, i, i), telling);
    setsockopt = function(linker, "setsockopt", FunctionDescriptor.of(i, i, i, i, p, i), plain);
    send = function(linker, "send", FunctionDescriptor.of(l, i, p, l, i), telling);
    recv = function(linker, "recv", FunctionDescriptor.of(l, i, p, l, i), telling);
    close = function(linker, "close", FunctionDescriptor.of(i, i), plain);
    user = (int) function(linker, "geteuid", FunctionDescriptor.of(i), plain).invokeExact();
  }

  @SuppressWarnings("restricted")
  private static MethodHandle function(
      Linker linker, String name, FunctionDescriptor shape, Linker.Option... options) {
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape, options);
  }

  private static @Nullable SocketDiagnosis load() {
    try {
      return new SocketDiagnosis(Linker.nativeLinker());
    } catch (Throwable e) {
      // No linker for this processor, or calls into the system were denied to this Java.
      return null;
    }
  }

  /// Whom the sockets of this process belong to; empty where the system's library cannot be called.
  static OptionalInt effectiveUser() {
    SocketDiagnosis system = SYSTEM;
    return system == null ? OptionalInt.empty() : OptionalInt.of(system.user);
  }

  /// The socket with exactly these addresses, seen from its own side.
  ///
  /// @return empty when the kernel knows none, or has no module to look
  /// @throws IOException when it cannot be asked
  static Optional<LinuxPeers.Held> find(InetSocketAddress near, InetSocketAddress far)
      throws IOException {
    SocketDiagnosis system = SYSTEM;
    if (system == null) {
      throw new IOException("the system's library cannot be called");
    }
    try (Arena arena = Arena.ofConfined()) {
      return system.ask(arena, near, far);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<LinuxPeers.Held> ask(Arena arena, InetSocketAddress near, InetSocketAddress far)
      throws Throwable {
    MemorySegment said = arena.allocate(state);
    int descriptor =
        (int) socket.invokeExact(said, AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG);
    if (descriptor < 0) {
      throw failed("socket", said);
    }
    try {
      MemorySegment limit = arena.allocate(ValueLayout.JAVA_LONG, 2);
      limit.set(ValueLayout.JAVA_LONG, 0, 1);
      int ignored = (int) setsockopt.invokeExact(descriptor, SOL_SOCKET, SO_RCVTIMEO, limit, 16);
      MemorySegment question = question(arena, near, far);
      if ((long) send.invokeExact(said, descriptor, question, (long) QUESTION, 0) != QUESTION) {
        throw failed("send", said);
      }
      MemorySegment answer = arena.allocate(ANSWER);
      long length = (long) recv.invokeExact(said, descriptor, answer, (long) ANSWER, 0);
      if (length < HEADER + 4) {
        throw failed("recv", said);
      }
      return held(answer, length, near, far);
    } finally {
      int ignored = (int) close.invokeExact(descriptor);
    }
  }

  private static MemorySegment question(
      Arena arena, InetSocketAddress near, InetSocketAddress far) {
    MemorySegment all = arena.allocate(QUESTION, 8);
    all.set(INT, 0, QUESTION);
    all.set(SHORT, 4, SOCK_DIAG_BY_FAMILY);
    all.set(SHORT, 6, NLM_F_REQUEST);
    all.set(
        ValueLayout.JAVA_BYTE,
        HEADER,
        (byte) (near.getAddress() instanceof Inet4Address ? AF_INET : AF_INET6));
    all.set(ValueLayout.JAVA_BYTE, HEADER + 1, IPPROTO_TCP);
    all.set(INT, HEADER + 4, -1);
    all.set(NET_SHORT, ID_ASKED, (short) near.getPort());
    all.set(NET_SHORT, ID_ASKED + 2, (short) far.getPort());
    put(all, ID_ASKED + 4, near.getAddress());
    put(all, ID_ASKED + 20, far.getAddress());
    all.set(INT, ID_ASKED + 36, LOOPBACK_INTERFACE);
    // INET_DIAG_NOCOOKIE
    all.set(INT, ID_ASKED + 40, -1);
    all.set(INT, ID_ASKED + 44, -1);
    return all;
  }

  private static void put(MemorySegment all, long at, InetAddress address) {
    byte[] bytes = address.getAddress();
    MemorySegment.copy(bytes, 0, all, ValueLayout.JAVA_BYTE, at, bytes.length);
  }

  private Optional<LinuxPeers.Held> held(
      MemorySegment answer, long length, InetSocketAddress near, InetSocketAddress far)
      throws IOException {
    short type = answer.get(SHORT, 4);
    if (type == NLMSG_ERROR) {
      int error = -answer.get(INT, HEADER);
      if (error == ENOENT) {
        return Optional.empty();
      }
      throw new IOException("sock_diag ended with error " + error);
    }
    if (type != SOCK_DIAG_BY_FAMILY || length < INODE + 4) {
      throw new IOException("sock_diag gave another answer");
    }
    // Where no connection is known, the kernel offers who listens at the near address.
    if (answer.get(NET_SHORT, ID_TOLD) != (short) near.getPort()
        || answer.get(NET_SHORT, ID_TOLD + 2) != (short) far.getPort()) {
      return Optional.empty();
    }
    return Optional.of(
        new LinuxPeers.Held(answer.get(INT, UID), Integer.toUnsignedLong(answer.get(INT, INODE))));
  }

  private IOException failed(String call, MemorySegment said) {
    return new IOException(call + " failed with error " + (int) errno.get(said, 0L));
  }
}
