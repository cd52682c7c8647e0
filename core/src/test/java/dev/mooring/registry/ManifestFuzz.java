package dev.mooring.registry;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import java.util.List;

/// A manifest is read, or refused by a problem: at once, or when something is asked of it.
public final class ManifestFuzz implements FuzzTarget {

  @Override
  public void feed(byte[] input) {
    try {
      Manifest manifest = Manifest.read("it", input, MediaTypes.OCI_MANIFEST);
      manifest.children().forEach(Descriptor::platform);
      manifest.children().forEach(Descriptor::isArtifact);
      manifest.blobs();
      Manifest.of(manifest.document());
    } catch (MooringException e) {
      // It is none.
    }
  }

  @Override
  public List<byte[]> seeds() {
    String digest = "\"sha256:" + "0".repeat(64) + "\"";
    return FuzzTarget.texts(
        "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"x\",\"size\":1,\"digest\":"
            + digest
            + "},\"layers\":[{\"digest\":"
            + digest
            + ",\"size\":1e300,\"urls\":[]}]}",
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
            + "\"manifests\":[{\"digest\":"
            + digest
            + ",\"size\":-1,\"platform\":{\"os\":\"linux\",\"architecture\":\"a\\u001b[0m\"}}]}",
        "{\"mediaType\":\"application/vnd.docker.distribution.manifest.v2+json\",\"layers\":{}}");
  }
}
