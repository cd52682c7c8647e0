package dev.mooring.stack.options;

import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageReference;
import java.util.Set;
import java.util.regex.Pattern;

/// What may be a name, before it becomes part of an object, a path or a policy.
///
/// Each check throws a [MooringException] with the code INVALID_NAME that names the option
/// and shows the first 80 characters of the text. What passes fits into the object, path, or
/// policy that it is for without quoting.
public final class Names {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern QUANTITY = Pattern.compile("[1-9][0-9]{0,8}(Ki|Mi|Gi|Ti|k|M|G|T)");

  /// https://github.com/distribution/reference/blob/main/regexp.go, path components.
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*(/\\*)?");

  private static final Pattern CIDR =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}|[0-9a-fA-F:.]{2,45}/[0-9]{1,3}");

  /// A host that cannot be taken for the first part of a path, and a path where it has one.
  private static final Pattern IMAGE_REGISTRY =
      Pattern.compile(
          "(localhost|[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?)(:[0-9]{1,5})?"
              + "(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");

  private static final Pattern ORIGIN =
      Pattern.compile("https?://[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?(:[0-9]{1,5})?");

  /// Names that stand between a repository and what is in it (OCI distribution API).
  private static final Set<String> OF_THE_API =
      Set.of("blobs", "manifests", "uploads", "tags", "referrers", "_catalog");

  private static final int LONGEST_SUBDOMAIN = 200;
  private static final int LONGEST_REPOSITORY = 255;

  private Names() {}

  /// A label of DNS (RFC 1123): what namespaces, ServiceAccounts, and Services may be called.
  ///
  /// @param what is named so, for the message
  public static void label(String what, String text) {
    if (text.length() > 63 || !LABEL.matcher(text).matches()) {
      throw refused(what, text, Messages.of("it-is-1-to-63-lower"));
    }
  }

  /// Labels of DNS with dots between them, as StorageClasses and Secrets are called.
  public static void subdomain(String what, String text) {
    if (text.length() > LONGEST_SUBDOMAIN || !SUBDOMAIN.matcher(text).matches()) {
      throw refused(what, text, Messages.of("it-is-lower-case-letters-digits"));
    }
  }

  /// A whole number with a unit, such as 30Gi: the part of Kubernetes' quantities that makes
  /// sense for a volume.
  public static void quantity(String text) {
    if (text.length() > 12 || !QUANTITY.matcher(text).matches()) {
      throw refused(Messages.of("storage-size"), text, Messages.of("write-a-number-and-a-unit"));
    }
  }

  /// An address range such as 10.0.0.0/8.
  public static void cidr(String text) {
    if (!CIDR.matcher(text).matches()) {
      throw refused(
          Messages.of("node-source"), text, Messages.of("write-an-address-range-such-as"));
    }
  }

  /// Where copies of images are: a host, with a port and a path where it has them.
  public static void imageRegistry(String text) {
    String host = text.split("/", 2)[0];
    boolean plain = host.contains(".") || host.contains(":") || host.equals("localhost");
    if (text.length() > LONGEST_SUBDOMAIN || !plain || !IMAGE_REGISTRY.matcher(text).matches()) {
      throw refused(
          Messages.of("image-registry"), text, Messages.of("write-a-host-such-as-registry"));
    }
  }

  /// The address of a server without a path, such as https://registry.example.
  public static void origin(String what, String text) {
    if (text.length() > LONGEST_SUBDOMAIN || !ORIGIN.matcher(text).matches()) {
      throw refused(what, text, Messages.of("write-an-address-such-as-https"));
    }
  }

  /// A reference that a node can pull (distribution/reference), of visible ASCII only.
  public static void image(String what, String text) {
    ImageReference.parse(text);
    if (text.isEmpty() || text.length() > 512 || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw refused(what, text, Messages.of("it-is-not-an-image-name"));
    }
  }

  /// A repository, or a prefix of repositories with a star after its last slash, or a star.
  public static void repositories(String text) {
    if (!text.equals("*")
        && (text.length() > LONGEST_REPOSITORY || !REPOSITORY.matcher(text).matches())) {
      throw refused(
          Messages.of("repository-prefix"), text, Messages.of("write-a-repository-such-as-ana"));
    }
    for (String part : text.split("/", -1)) {
      if (OF_THE_API.contains(part)) {
        throw refused(
            Messages.of("repository-prefix"),
            text,
            Messages.of("is-reserved-by-the-registry-api", part));
      }
    }
  }

  public static MooringException refused(String what, String text, String why) {
    String brief = Printable.cut(text, 80);
    return new Problem(
            Code.INVALID_NAME,
            Messages.of(
                "not-a-valid", what, brief.isEmpty() ? Messages.of("empty") : brief.strip()),
            why,
            new Remedy.Advice(Messages.of("use-another", what)))
        .raise();
  }
}
