package dev.mooring.desktop.control;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the Moorings of a user meet: a directory that nobody else may enter, with one socket for
/// each that runs. Whoever gets in is taken for the user.
public final class SocketDirectory {
  /// What a socket's address holds at least everywhere is 104 bytes, with the ending zero.
  private static final int LONGEST = 103;

  private static final int LONGEST_NAME = "/mooring-4194304000.sock".length();
  private static final Pattern SOCKET = Pattern.compile("mooring-([0-9]{1,10})\\.sock");
  private static final String ONLY_THE_USER = "rwx------";

  private static @Nullable UserPrincipal me;

  private final Path path;

  private SocketDirectory(Path path) {
    this.path = path;
  }

  /// @param wanted where it should be; when sockets in there would have too long a path, it is a
  /// directory of its own among the temporary files
  public static SocketDirectory at(Path wanted) {
    return at(wanted, Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
  }

  static SocketDirectory at(Path wanted, Path temporary) {
    Path path = wanted.toAbsolutePath();
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    return length + LONGEST_NAME <= LONGEST
        ? new SocketDirectory(path)
        : new SocketDirectory(temporary.toAbsolutePath().resolve("mooring-" + digest(path)));
  }

  Path path() {
    return path;
  }

  Path socket(long id) {
    return path.resolve("mooring-" + id + ".sock");
  }

  /// Held by the one Mooring that has the window.
  Path windowLock() {
    return path.resolve("window.lock");
  }

  /// The sockets that lie there, those left behind by the dead among them; none where there is no
  /// directory, or it is not the user's own.
  List<Path> sockets() {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return found;
    }
    check();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path, "mooring-*.sock")) {
      for (Path each : all) {
        if (SOCKET.matcher(name(each)).matches()) {
          found.add(each);
        }
      }
    } catch (IOException e) {
      throw unusable(Messages.of("it-cannot-be-read"), e);
    }
    found.sort(null);
    return found;
  }

  /// The process that made a socket, by its name.
  static long owner(Path socket) {
    Matcher name = SOCKET.matcher(name(socket));
    return name.matches() ? Long.parseLong(name.group(1)) : 0;
  }

  /// Makes it, so that only the user may enter.
  ///
  /// @throws dev.mooring.problem.MooringException when something else is there, such as a directory
  /// of another user
  void make() {
    try {
      Path parent = path.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        if (posix()) {
          Files.createDirectory(
              path,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(ONLY_THE_USER)));
        } else {
          // Below the user's profile, whose access list is inherited.
          Files.createDirectory(path);
        }
      }
    } catch (java.nio.file.FileAlreadyExistsException e) {
      // Another Mooring was quicker.
    } catch (IOException e) {
      throw unusable(Messages.of("it-cannot-be-made"), e);
    }
    check();
  }

  /// Refuses what others own or could have changed. Taking their rights away would be too late for
  /// what they left in it.
  private void check() {
    try {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw unusable(Messages.of("it-is-not-a-directory"), new IOException("not a directory"));
      }
      if (!posix()) {
        return;
      }
      PosixFileAttributes is =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      UserPrincipal me = me();
      if (!is.owner().equals(me)) {
        throw unusable(
            Messages.of("it-belongs-to-not-to", is.owner().getName(), me.getName()),
            new IOException("not the owner"));
      }
      if (!is.permissions().equals(PosixFilePermissions.fromString(ONLY_THE_USER))) {
        throw unusable(
            Messages.of(
                "other-users-can-enter-it-instead",
                PosixFilePermissions.toString(is.permissions()),
                ONLY_THE_USER),
            new IOException("not private"));
      }
    } catch (IOException e) {
      throw unusable(Messages.of("its-owner-cannot-be-read"), e);
    }
  }

  /// Whom a file belongs to that this process makes.
  private static synchronized UserPrincipal me() throws IOException {
    UserPrincipal known = me;
    if (known == null) {
      Path probe = Files.createTempFile("mooring-", ".owner");
      try {
        known = Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
      } finally {
        Files.delete(probe);
      }
      me = known;
    }
    return known;
  }

  private boolean posix() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private RuntimeException unusable(String why, IOException e) {
    return new Problem(
            Code.FILE_NOT_WRITABLE,
            Messages.of("moorings-cannot-meet-in", path),
            why,
            new Remedy.Advice(Messages.of("remove-it-or-set-mooring-home")),
            String.valueOf(e))
        .raise(e);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static String digest(Path path) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] user = (System.getProperty("user.name", "") + path).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(sha.digest(user), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
