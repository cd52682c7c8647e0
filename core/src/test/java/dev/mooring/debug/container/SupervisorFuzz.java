package dev.mooring.debug.container;

import dev.mooring.fuzz.FuzzStream;
import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import java.time.Duration;
import java.util.List;

/// A debug container that says anything is answered, or refused by a problem, as soon as it has
/// said it.
public final class SupervisorFuzz implements FuzzTarget {

  @Override
  public void feed(byte[] input) throws Exception {
    long start = System.nanoTime();
    try (Supervisor supervisor = new Supervisor(() -> new FuzzStream(input))) {
      supervisor.ask("status", Duration.ofSeconds(30));
    } catch (MooringException e) {
      if (Duration.ofNanos(System.nanoTime() - start).toSeconds() > 20) {
        throw e;
      }
    }
  }

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        "noise\n@mooring 1 delve running\n@mooring 1 ok\n",
        "@mooring 1 error no such thing\n",
        "@mooring - ended by itself\n@mooring \n@mooring 1\n@mooring 2 ok\n");
  }
}
