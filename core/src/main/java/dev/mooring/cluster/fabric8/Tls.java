package dev.mooring.cluster.fabric8;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Trust and client certificate of a context, in all the formats that kubeconfigs hold.
final class Tls {
  private static final String NO_PASSPHRASE = "changeit";
  private static final int LARGEST = 4 << 20;

  private Tls() {}

  /// Fails early and by name where a certificate file that the kubeconfig refers to is not there.
  static void checkFiles(KubeconfigEntries.Entry cluster, KubeconfigEntries.@Nullable Entry user) {
    checkFile(cluster, "certificate-authority");
    if (user != null) {
      checkFile(user, "client-certificate");
      checkFile(user, "client-key");
    }
  }

  /// The files that the certificates and the key are read from, if any.
  static List<Path> files(KubeconfigEntries.Entry cluster, KubeconfigEntries.@Nullable Entry user) {
    return Stream.of(
            path(cluster, "certificate-authority"),
            user == null ? null : path(user, "client-certificate"),
            user == null ? null : path(user, "client-key"))
        .filter(Objects::nonNull)
        .toList();
  }

  static SSLContext context(
      KubeconfigEntries.Entry cluster,
      KubeconfigEntries.@Nullable Entry user,
      ExecPlugin.@Nullable Answer plugin) {
    boolean anyone = cluster.value().at("insecure-skip-tls-verify").isTrue();
    String part = Messages.of("the-certificate-authority-of-the-cluster", cluster.name());
    try {
      TrustManager[] trust =
          anyone ? Trust.anyone() : Trust.of(pem(cluster, "certificate-authority"));
      part =
          user == null
              ? Messages.of("the-client-certificate")
              : Messages.of("the-client-certificate-of", user.name());
      return SSLUtils.sslContext(keys(user, plugin), trust);
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      if (e instanceof MooringException known) {
        throw known;
      }
      // Without the cause: its message may hold a part of a key.
      throw new Problem(
              Code.KUBECONFIG_INVALID,
              Messages.of("cannot-set-up-tls-to-the", cluster.name()),
              Messages.of("cannot-be-read-it-is-not", part),
              new Remedy.Advice(Messages.of("correct-it-in", cluster.file())),
              e.getClass().getSimpleName())
          .raise();
    }
  }

  private static KeyManager @Nullable [] keys(
      KubeconfigEntries.@Nullable Entry user, ExecPlugin.@Nullable Answer plugin)
      throws GeneralSecurityException, IOException {
    if (plugin != null && plugin.certificate() != null && plugin.key() != null) {
      return managers(
          plugin.certificate().getBytes(StandardCharsets.UTF_8),
          plugin.key().getBytes(StandardCharsets.UTF_8));
    }
    byte[] certificate = user == null ? null : pem(user, "client-certificate");
    return user == null || certificate == null
        ? null
        : managers(certificate, pem(user, "client-key"));
  }

  /// fabric8 reads every kind of key, but must be told which of the two kinds it is.
  private static KeyManager[] managers(byte[] certificate, byte @Nullable [] key)
      throws GeneralSecurityException, IOException {
    if (key == null) {
      throw new IOException("the certificate has no private key");
    }
    try {
      return managers(certificate, key, "RSA");
    } catch (GeneralSecurityException | IOException e) {
      return managers(certificate, key, "EC");
    }
  }

  private static KeyManager[] managers(byte[] certificate, byte[] key, String algorithm)
      throws GeneralSecurityException, IOException {
    return SSLUtils.keyManagers(
        new ByteArrayInputStream(certificate),
        new ByteArrayInputStream(key),
        algorithm,
        NO_PASSPHRASE,
        null,
        "");
  }

  private static byte @Nullable [] pem(KubeconfigEntries.Entry entry, String field)
      throws IOException {
    String data = data(entry, field);
    if (data != null) {
      return Base64.getMimeDecoder().decode(data);
    }
    Path path = path(entry, field);
    return path == null ? null : bytes(path);
  }

  /// A certificate has some kilobytes; a bundle of all public authorities a quarter of a megabyte.
  static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("the file is too large for a certificate");
      }
      return bytes;
    }
  }

  private static @Nullable String data(KubeconfigEntries.Entry entry, String field) {
    String data = entry.value().at(field + "-data").textOrEmpty();
    return data.isEmpty() ? null : data;
  }

  /// Data wins over a file, as in kubectl.
  private static @Nullable Path path(KubeconfigEntries.Entry entry, String field) {
    return data(entry, field) == null ? entry.path(field) : null;
  }

  private static void checkFile(KubeconfigEntries.Entry entry, String field) {
    Path file = path(entry, field);
    if (file != null && !Files.isReadable(file)) {
      Map<String, String> names =
          Map.of(
              "certificate-authority", Messages.of("certificate-authority"),
              "client-certificate", Messages.of("client-certificate"),
              "client-key", Messages.of("client-key"));
      throw new Problem(
              Code.KUBECONFIG_INVALID,
              Messages.of("cannot-use-of-the-kubeconfig", entry.name()),
              Files.exists(file)
                  ? Messages.of("its-file-is-not-readable", names.get(field), file)
                  : Messages.of("its-file-is-missing", names.get(field), file),
              new Remedy.Advice(Messages.of("correct-the-field-in", field, entry.file())))
          .raise();
    }
  }
}
