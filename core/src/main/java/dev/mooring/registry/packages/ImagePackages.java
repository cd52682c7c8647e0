package dev.mooring.registry.packages;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// Finds the packages that files of an image name: those of apk, dpkg, and RPM, and the modules of
/// Go programs.
///
/// Nothing is run. What can't be read is listed as such, so that an empty list always means that
/// there are no packages of these kinds.
public final class ImagePackages {
  private static final int MOST_FILES = 2000;

  private static final List<PackageReader> DATABASES =
      List.of(new ApkDatabase(), new DpkgStatus(), new RpmDatabase(), new OtherRpm());

  private static final List<PackageReader> READERS =
      Stream.concat(DATABASES.stream(), Stream.of(new GoPrograms())).toList();

  private ImagePackages() {}

  /// Gives the content of one of the files.
  @FunctionalInterface
  public interface Opener {
    InputStream open(LayerEntry file) throws InterruptedException;
  }

  /// Whether a file may name packages, by its path, size, and mode.
  public static boolean mayName(LayerEntry file) {
    return file.kind() == LayerEntry.Kind.FILE
        && READERS.stream().anyMatch(each -> each.claims(file));
  }

  /// Whether a file is a package manager's list of what is installed, by its path.
  public static boolean isDatabase(LayerEntry file) {
    return file.kind() == LayerEntry.Kind.FILE
        && DATABASES.stream().anyMatch(each -> each.claims(file));
  }

  /// Reads those of the files that may name packages, one after the other.
  ///
  /// @throws MooringException when a layer cannot be read
  public static PackageList of(Collection<LayerEntry> files, Opener opener)
      throws InterruptedException {
    List<InstalledPackage> packages = new ArrayList<>();
    List<PackageList.Unread> unread = new ArrayList<>();
    int read = 0;
    for (LayerEntry file : files) {
      if (!mayName(file)) {
        continue;
      }
      PackageList found =
          ++read > MOST_FILES
              ? PackageList.unread(file.path(), Messages.of("too-many-files", MOST_FILES))
              : of(file, opener);
      packages.addAll(found.packages());
      unread.addAll(found.unread());
    }
    return new PackageList(packages, unread);
  }

  private static PackageList of(LayerEntry file, Opener opener) throws InterruptedException {
    PackageReader reader =
        READERS.stream().filter(each -> each.claims(file)).findFirst().orElseThrow();
    try (InputStream content = opener.open(file)) {
      return reader.read(file, content);
    } catch (ClosedByInterruptException | InterruptedIOException e) {
      Thread.interrupted();
      InterruptedException interrupted = new InterruptedException("it was cancelled");
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException e) {
      return PackageList.unread(file.path(), Messages.of("not-readable", e.getMessage()));
    }
  }
}
