package dev.mooring.practice.node;

import java.io.IOException;

/// How a node gets an image that it does not have.
@FunctionalInterface
public interface Images {
  /// What a pull brought.
  ///
  /// @param digest of the manifest
  record Pulled(String digest, long size) {}

  /// Fetches everything an image refers to and checks it.
  ///
  /// @throws IOException with the text that containerd writes
  Pulled pull(String node, String image) throws IOException, InterruptedException;
}
