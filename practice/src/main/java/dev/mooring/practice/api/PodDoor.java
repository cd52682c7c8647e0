package dev.mooring.practice.api;

import dev.mooring.document.Document;
import dev.mooring.practice.http.Exchange;
import java.io.IOException;

/// What the API server passes on to the node of a pod.
public interface PodDoor {
  /// @param pod the pod object
  void portForward(Exchange exchange, Document pod) throws IOException, InterruptedException;

  String log(Document pod, String container);
}
