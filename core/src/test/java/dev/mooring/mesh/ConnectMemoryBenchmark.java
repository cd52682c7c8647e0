package dev.mooring.mesh;

import dev.mooring.forward.MemoryBenchmark;
import dev.mooring.forward.ProductProcess;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What `mooring connect` holds before and after pushes and pulls of a large image. Prints, never
/// judges.
@Tag("bench")
class ConnectMemoryBenchmark {
  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void comesBackAfterALoad() throws Exception {
    try (MeshRegistry registry = MeshRegistry.install();
        ProductProcess connect = ProductProcess.start(ConnectChild.class, registry.namespace)) {
      MemoryBenchmark.comesBack(connect);
    }
  }
}
