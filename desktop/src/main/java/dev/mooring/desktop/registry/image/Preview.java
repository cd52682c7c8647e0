package dev.mooring.desktop.registry.image;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Optional;
import javafx.scene.image.Image;

/// What there is to see of a file: a bounded part of it.
sealed interface Preview {
  /// Bytes that are read of what is no picture.
  int TEXT = 64 << 10;

  /// Bytes that are read of a picture.
  int PICTURE = 4 << 20;

  /// Bytes that are shown of what is neither.
  int BINARY = 1 << 10;

  /// Pixels each way.
  int SIDE = 640;

  /// @param whole whether that is all of it
  record Text(String text, boolean whole) implements Preview {}

  /// @param width of the file's own picture, in pixels
  record Picture(Image image, int width, int height) implements Preview {}

  /// @param dump as `hexdump -C` writes it
  record Binary(String dump, boolean whole) implements Preview {}

  record Empty() implements Preview {}

  /// Opens a file.
  interface Opener {
    InputStream open() throws InterruptedException;
  }

  /// Blocking.
  ///
  /// @param name for what may go wrong
  /// @throws MooringException when it cannot be read
  static Preview read(String name, long size, Opener opener) throws InterruptedException {
    if (size == 0) {
      return new Empty();
    }
    try (InputStream in = opener.open()) {
      byte[] start = in.readNBytes(TEXT);
      Optional<PictureSize> picture =
          size > PICTURE ? Optional.empty() : PictureSize.of(start).filter(PictureSize::isBounded);
      if (picture.isPresent()) {
        Optional<Preview> drawn = drawn(start, in, picture.get());
        if (drawn.isPresent()) {
          return drawn.get();
        }
      }
      boolean whole = start.length >= size;
      return PlainText.of(start, whole)
          .<Preview>map(text -> new Text(text, whole))
          .orElseGet(() -> binary(start, size));
    } catch (InterruptedIOException e) {
      throw new InterruptedException(e.getMessage());
    } catch (IOException e) {
      if (e.getCause() instanceof MooringException told) {
        throw told;
      }
      throw new Problem(
              Code.IMAGE_UNREADABLE,
              Messages.of("cannot-read-file", name),
              Messages.of("its-layer-ended-or-was-lost"),
              new Remedy.Advice(Messages.of("try-again")),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }

  private static Optional<Preview> drawn(byte[] start, InputStream rest, PictureSize size)
      throws IOException {
    byte[] more = rest.readNBytes(PICTURE);
    byte[] all = Arrays.copyOf(start, start.length + more.length);
    System.arraycopy(more, 0, all, start.length, more.length);
    // No larger than it is.
    double side = Math.min(SIDE, Math.max(size.width(), size.height()));
    Image image = new Image(new ByteArrayInputStream(all), side, side, true, true);
    return image.isError()
        ? Optional.empty()
        : Optional.of(new Picture(image, size.width(), size.height()));
  }

  private static Preview binary(byte[] start, long size) {
    int shown = Math.min(start.length, BINARY);
    return new Binary(HexDump.of(start, shown), shown >= size);
  }
}
