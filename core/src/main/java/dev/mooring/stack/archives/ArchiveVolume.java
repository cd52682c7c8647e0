package dev.mooring.stack.archives;

import dev.mooring.registry.archive.RemoteFolder;

/// A volume while its pod runs. Closing it removes the pod.
public final class ArchiveVolume implements AutoCloseable {
  private final VolumeFolder folder;
  private final String path;
  private final Removal removal;

  /// Takes the pod away.
  @FunctionalInterface
  interface Removal {
    void run() throws InterruptedException;
  }

  ArchiveVolume(VolumeFolder folder, String path, Removal removal) {
    this.folder = folder;
    this.path = path;
    this.removal = removal;
  }

  /// All that is on it.
  public RemoteFolder folder() {
    return folder;
  }

  /// The place on it that was asked for.
  public String path() {
    return path;
  }

  @Override
  public void close() throws InterruptedException {
    folder.close();
    removal.run();
  }
}
