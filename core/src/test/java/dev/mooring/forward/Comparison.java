package dev.mooring.forward;

import java.util.Locale;

/// Measures the same transfers through Mooring and through what people use instead, in turns of one
/// run, each going first as often as the other. Prints, never judges.
public final class Comparison {
  private static final long BLOB = Long.getLong("bench.mib", 512) << 20;
  private static final int ROUNDS = 4;

  private Comparison() {}

  /// @param peer its name
  /// @param theirs the local port that leads through it to a registry
  /// @param ours the local port that leads through Mooring to the same registry
  public static void transfers(String peer, int theirs, int ours) throws Exception {
    BlobTransfer warm = new BlobTransfer(64 << 20);
    int seed = 1_000;
    for (int port : new int[] {ours, theirs, ours}) {
      both(warm, port, seed++);
    }
    BlobTransfer blob = new BlobTransfer(BLOB);
    long heap = heap();
    double[] sums = new double[4];
    for (int round = 0; round < ROUNDS; round++) {
      for (int turn = 0; turn < 2; turn++) {
        boolean mooring = (round + turn) % 2 == 0;
        double[] speed = both(blob, mooring ? ours : theirs, 2 * round + turn);
        sums[mooring ? 0 : 2] += speed[0];
        sums[mooring ? 1 : 3] += speed[1];
        say(
            String.format(
                Locale.ROOT,
                "round %d %s: push %.0f MB/s, pull %.0f MB/s",
                round + 1,
                mooring ? "mooring" : peer,
                speed[0],
                speed[1]));
      }
    }
    say(
        String.format(
            Locale.ROOT,
            "mooring to %s: push %.2f, pull %.2f; heap after collection %+d KiB",
            peer,
            sums[0] / sums[2],
            sums[1] / sums[3],
            (heap() - heap) / 1024));
  }

  private static double[] both(BlobTransfer blob, int port, int seed) throws Exception {
    String digest = blob.digest(seed);
    double push = blob.megabytesPerSecond(() -> blob.push(port, seed, digest));
    double pull = blob.megabytesPerSecond(() -> blob.pull(port, seed, digest));
    return new double[] {push, pull};
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  public static void say(String line) {
    System.out.println(line);
  }
}
