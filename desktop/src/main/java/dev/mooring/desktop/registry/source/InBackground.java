package dev.mooring.desktop.registry.source;

import dev.mooring.job.Jobs;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes what has sockets and files without keeping the window waiting.
final class InBackground {
  private static final Logger LOG = LoggerFactory.getLogger(InBackground.class);

  private InBackground() {}

  /// What can be closed without a checked failure.
  interface Open {
    void close();
  }

  static void close(Open open, Jobs reads) {
    try {
      reads.start(
          Messages.of("closing"),
          progress -> {
            open.close();
            return "";
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("The context is gone, and its connections with it");
    }
  }
}
