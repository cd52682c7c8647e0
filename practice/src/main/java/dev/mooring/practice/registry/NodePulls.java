package dev.mooring.practice.registry;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.http.Bodies;
import dev.mooring.practice.http.Headers;
import dev.mooring.practice.node.Images;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// containerd on a node, and the node gateway between it and a registry's sidecar: what is pulled
/// passes the gateway's own policy, mutual TLS under the gateway's identity, and the registry's
/// policies.
public final class NodePulls implements Images {
  private static final String MANIFESTS =
      "application/vnd.oci.image.manifest.v1+json,application/vnd.oci.image.index.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json,"
          + "application/vnd.docker.distribution.manifest.list.v2+json";
  private static final int PORT = 5000;
  private static final int MAX_DOCUMENT = 4 << 20;

  private final NodeGateway gateways;

  public NodePulls(NodeGateway gateways) {
    this.gateways = gateways;
  }

  @Override
  public Pulled pull(String node, String image) throws IOException {
    Reference reference = Reference.parse(image);
    String host = reference.host();
    if (!host.equals("localhost:" + PORT) && !host.equals("127.0.0.1:" + PORT)) {
      String server = host.equals("docker.io") ? "registry-1.docker.io" : host;
      throw new IOException(
          "failed to resolve reference \""
              + image
              + "\": failed to do request: Head \"https://"
              + server
              + "/v2/"
              + reference.repository()
              + "/manifests/"
              + reference.version()
              + "\": dial tcp: lookup "
              + server
              + ": no such host");
    }
    Path path = new Path(image, node, reference.repository());
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

  private record Path(String image, String node, String repository) {}

  private record Answer(String text, String digest, long size) {}

  private Answer fetch(Path path, String kind, String reference) throws IOException {
    String url = "/v2/" + path.repository() + "/" + kind + "/" + reference;
    Document gateway = gateways.on(path.node()).orElse(Document.nothing());
    if (gateway.isNothing()) {
      throw failed(
          path,
          "failed to do request: Head \"http://localhost:5000"
              + url
              + "\": dial tcp 127.0.0.1:5000: connect: connection refused");
    }
    if (!gateways.allows(gateway, "GET", url)) {
      throw failed(path, status(url, 403));
    }
    try (Socket socket = gateways.toRegistry(gateway)) {
      String head =
          "GET "
              + url
              + " HTTP/1.1\r\nHost: localhost:5000\r\nConnection: close\r\nAccept: "
              + MANIFESTS
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Headers headers = Headers.read(in);
      if (headers == null) {
        throw failed(path, status(url, 503));
      }
      int code = Integer.parseInt(headers.first().split(" ", -1)[1]);
      if (code != 200) {
        throw failed(path, code == 404 ? path.image() + ": not found" : status(url, code));
      }
      return checked(kind, reference, Bodies.of(headers, in));
    } catch (java.net.ConnectException e) {
      throw failed(path, status(url, 503));
    }
  }

  private static Answer checked(String kind, String reference, InputStream body)
      throws IOException {
    MessageDigest sha = Blobs.sha256();
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
    String digest = "sha256:" + HexFormat.of().formatHex(sha.digest());
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
    return "unexpected status from HEAD request to http://localhost:5000"
        + url
        + ": "
        + code
        + " "
        + words;
  }
}
