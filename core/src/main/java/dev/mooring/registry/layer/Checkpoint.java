package dev.mooring.registry.layer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Where the unpacking of a layer can begin.
final class Checkpoint {
  static final Checkpoint BEGINNING = new Checkpoint(0, 0, 0, new byte[0]);

  /// What one takes in memory beside its state.
  static final int ROOM = 64;

  /// The byte of the blob.
  final long packed;

  /// The first bit of it.
  final int bit;

  /// What was unpacked before, in bytes.
  final long unpacked;

  /// What the decoder has to know, made smaller; not to be changed.
  final byte[] state;

  Checkpoint(long packed, int bit, long unpacked, byte[] state) {
    this.packed = packed;
    this.bit = bit;
    this.unpacked = unpacked;
    this.state = state;
  }

  static byte[] smaller(byte[] state) {
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED, true)) {
      deflater.setInput(state);
      deflater.finish();
      ByteArrayOutputStream small = new ByteArrayOutputStream(state.length / 2);
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        small.write(buffer, 0, deflater.deflate(buffer));
      }
      return small.toByteArray();
    }
  }

  /// The state as it was.
  ///
  /// @param most in bytes
  byte[] state(int most) throws IOException {
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(state);
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!inflater.finished()) {
        int some = inflater.inflate(buffer);
        whole.write(buffer, 0, some);
        if (whole.size() > most || (some == 0 && !inflater.finished() && inflater.needsInput())) {
          throw new IOException("a checkpoint that is none");
        }
      }
      return whole.toByteArray();
    } catch (DataFormatException e) {
      throw new IOException(e);
    }
  }
}
