package dev.mooring.practice.node;

import dev.mooring.document.Document;
import java.io.IOException;

/// What listens inside pods. No processes run in a practice cluster: known images are played by
/// classes of this module.
public interface Workloads extends AutoCloseable {
  /// Opens what the pod's containers would listen on.
  void start(Document pod) throws IOException;

  void stop(String podUid);

  @Override
  void close();
}
