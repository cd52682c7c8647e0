package dev.mooring.desktop.registry.compare;

import dev.mooring.registry.ImageSource;

/// One of two images, before it is read.
///
/// @param name as people know it: "ana/app:1"
/// @param reference a tag or digest
/// @param place where it is
public record Side(String name, String reference, Place place) {

  /// How its repository is reached.
  public interface Place {
    /// Called in the background.
    ///
    /// @throws dev.mooring.problem.MooringException where no way leads there
    Opened open() throws InterruptedException;
  }

  /// A repository that is open; closed by whoever opened it.
  public interface Opened extends AutoCloseable {
    ImageSource source();

    @Override
    void close();
  }

  /// One that is open all the time.
  public static Place at(ImageSource source) {
    return () ->
        new Opened() {
          @Override
          public ImageSource source() {
            return source;
          }

          @Override
          public void close() {}
        };
  }
}
