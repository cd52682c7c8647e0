package dev.mooring.platform;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Gives the memory that a load needed back to the system once the load is over.
///
/// The collector only works when the program asks for memory, so the heap of one that moved
/// gigabytes stays as large as its garbage was, for as long as it runs. A heap that has grown and
/// in which nothing happens is collected once, and shrinks to what is alive (decision 1268).
public final class SpareMemory {
  private static final Duration PAUSE = Duration.ofSeconds(15);

  /// What a program that rests asks for between two looks.
  private static final long LITTLE = 8L << 20;

  /// Less is not worth a collection.
  private static final long WORTH = 32L << 20;

  /// Looks without a collection, after several that freed nothing: a quarter of an hour.
  private static final int MOST_WAITS = 63;

  private final LongSupplier used;
  private final LongSupplier held;
  private final Runnable collect;
  private long usedBefore = -1;
  private long rested = -1;
  private int wait;
  private int fruitless;

  /// @param used bytes of the heap with objects in them, dead or alive
  /// @param held bytes that the heap has of the system
  /// @param collect frees the dead ones, and what was theirs
  SpareMemory(LongSupplier used, LongSupplier held, Runnable collect) {
    this.used = used;
    this.held = held;
    this.collect = collect;
  }

  /// Looks after this process on a thread of its own, until the process ends.
  public static void giveBack() {
    giveBack(PAUSE);
  }

  static void giveBack(Duration pause) {
    Runtime process = Runtime.getRuntime();
    SpareMemory memory =
        new SpareMemory(
            () -> process.totalMemory() - process.freeMemory(), process::totalMemory, process::gc);
    memory.look();
    Thread.ofVirtual()
        .name("spare-memory")
        .start(
            () -> {
              try {
                while (true) {
                  Thread.sleep(pause);
                  memory.look();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /// Collects where the heap has grown by half since it last rested, and rests again.
  void look() {
    long now = used.getAsLong();
    long has = held.getAsLong();
    boolean resting = usedBefore >= 0 && now >= usedBefore && now - usedBefore < LITTLE;
    usedBefore = now;
    if (rested < 0) {
      rested = has;
    }
    boolean grown = has - rested >= Math.max(WORTH, rested / 2);
    if (wait > 0) {
      wait--;
    } else if (resting && grown) {
      collect.run();
      usedBefore = used.getAsLong();
      long left = held.getAsLong();
      if (has - left >= WORTH) {
        rested = left;
        fruitless = 0;
      } else {
        // All of it is alive for now.
        fruitless = Math.min(MOST_WAITS, 2 * fruitless + 1);
        wait = fruitless;
      }
    }
  }
}
