package dev.mooring.practice.registry;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.http.Bodies;
import dev.mooring.practice.http.Headers;
import dev.mooring.practice.node.Images;
import dev.mooring.practice.node.Nodes;
import dev.mooring.registry.Digests;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// containerd on a node: an image of a registry on the node's loopback comes through the pod that
/// holds that port of the node, and passes whatever stands behind it.
public final class NodePulls implements Images {
  private static final String MANIFESTS =
      "application/vnd.oci.image.manifest.v1+json,application/vnd.oci.image.index.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json,"
          + "application/vnd.docker.distribution.manifest.list.v2+json";
  private static final int MAX_DOCUMENT = 4 << 20;
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost|127\\.0\\.0\\.1):(\\d{1,5})");

  private final Nodes nodes;

  public NodePulls(Nodes nodes) {
    this.nodes = nodes;
  }

  @Override
  public Pulled pull(String node, String image) throws IOException {
    Reference reference = Reference.parse(image);
    String host = reference.host();
    Matcher loopback = LOOPBACK.matcher(host);
    if (!loopback.matches()) {
      String server = host.equals("docker.io") ? "registry-1.docker.io" : host;
      throw new IOException(
          ("failed to resolve reference \"%1$s\": failed to do request: Head"
                  + " \"https://%2$s/v2/%3$s/manifests/%4$s\": dial tcp: lookup %2$s: no such host")
              .formatted(image, server, reference.repository(), reference.version()));
    }
    int port = Integer.parseInt(loopback.group(1));
    Path path = new Path(image, node, host, port, reference.repository());
    Answer top = fetch(path, "manifests", reference.version());
    Document manifest = Documents.json(top.text(), "a manifest");
    String digest = top.digest();
    long size = top.size();
    if (!manifest.at("manifests").items().isEmpty()) {
      String chosen =
          manifest.at("manifests").stream()
              .filter(
                  each ->
                      each.at("platform", "os").textOrEmpty().equals("linux")
                          && each.at("platform", "architecture").textOrEmpty().equals("amd64"))
              .map(each -> each.at("digest").textOrEmpty())
              .findFirst()
              .orElseThrow(
                  () ->
                      new IOException(
                          "no match for platform in manifest " + digest + ": not found"));
      Answer child = fetch(path, "manifests", chosen);
      manifest = Documents.json(child.text(), "a manifest");
    }
    List<Document> parts = new ArrayList<>(manifest.at("layers").items());
    parts.add(manifest.at("config"));
    for (Document each : parts) {
      size += fetch(path, "blobs", each.at("digest").textOrEmpty()).size();
    }
    return new Pulled(digest, size);
  }

  /// A name as a node reads it: the first part is a host when it looks like one.
  private record Reference(String host, String repository, String version) {
    static Reference parse(String image) {
      int slash = image.indexOf('/');
      String first = slash < 0 ? "" : image.substring(0, slash);
      boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
      String rest = named ? image.substring(slash + 1) : image;
      int at = rest.indexOf('@');
      int colon = rest.lastIndexOf(':');
      int end = at >= 0 ? at : colon >= 0 ? colon : rest.length();
      String version = at >= 0 || colon >= 0 ? rest.substring(end + 1) : "latest";
      String bare = rest.substring(0, end);
      int tag = at >= 0 ? bare.lastIndexOf(':') : -1;
      return new Reference(
          named ? first : "docker.io", tag >= 0 ? bare.substring(0, tag) : bare, version);
    }
  }

  private record Path(String image, String node, String host, int port, String repository) {
    String url(String rest) {
      return "http://" + host + rest;
    }
  }

  private record Answer(String text, String digest, long size) {}

  private Answer fetch(Path path, String kind, String reference) throws IOException {
    String url = "/v2/" + path.repository() + "/" + kind + "/" + reference;
    try (Socket socket = nodes.onLoopback(path.node(), path.port())) {
      socket.setSoTimeout(30_000);
      String head =
          "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nAccept: %s\r\n\r\n"
              .formatted(url, path.host(), MANIFESTS);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Headers headers = Headers.read(in);
      if (headers == null) {
        throw failed(path, "failed to do request: Head \"" + path.url(url) + "\": EOF");
      }
      int code = Integer.parseInt(headers.first().split(" ", -1)[1]);
      if (code != 200) {
        throw failed(
            path, code == 404 ? path.image() + ": not found" : status(path.url(url), code));
      }
      return checked(kind, reference, Bodies.of(headers, in));
    } catch (java.net.ConnectException e) {
      throw failed(
          path,
          "failed to do request: Head \""
              + path.url(url)
              + "\": dial tcp 127.0.0.1:"
              + path.port()
              + ": connect: connection refused");
    }
  }

  private static Answer checked(String kind, String reference, InputStream body)
      throws IOException {
    MessageDigest sha = Digests.sha256();
    java.io.ByteArrayOutputStream kept = new java.io.ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    long size = 0;
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      sha.update(buffer, 0, count);
      size += count;
      if (kind.equals("manifests")) {
        if (size > MAX_DOCUMENT) {
          throw new IOException("manifest is larger than 4 MiB");
        }
        kept.write(buffer, 0, count);
      }
    }
    String digest = Digests.finish(sha).text();
    if (Blobs.isDigest(reference) && !reference.equals(digest)) {
      throw new IOException(
          "failed commit on ref: unexpected commit digest "
              + digest
              + ", expected "
              + reference
              + ": failed precondition");
    }
    return new Answer(kept.toString(StandardCharsets.UTF_8), digest, size);
  }

  private static IOException failed(Path path, String why) {
    return new IOException("failed to resolve reference \"" + path.image() + "\": " + why);
  }

  private static String status(String url, int code) {
    String words =
        code == 403 ? "Forbidden" : code == 503 ? "Service Unavailable" : "Internal Server Error";
    return "unexpected status from HEAD request to " + url + ": " + code + " " + words;
  }
}
