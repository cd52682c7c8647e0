package dev.mooring.cluster.fabric8;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Subscription;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Other users, other names and wrong authorities at the current cluster.
@Tag("cluster")
@Tag("apart")
@Tag("anywhere")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LiveLoginTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final String namespace =
      "t-cluster-" + Integer.toHexString(ThreadLocalRandom.current().nextInt() & 0xffffff);
  private final FabricKubeconfig own = new FabricKubeconfig();
  private final Cluster admin = own.connect(null);
  private Document cluster = Document.nothing();
  private String token = "";

  @BeforeAll
  void makeAUserWithoutRights() throws InterruptedException {
    KubeconfigEntries entries = KubeconfigEntries.load(own.files());
    KubeconfigEntries.Entry entry = entries.clusters().get(admin.context().cluster());
    Path authority = entry.path("certificate-authority");
    cluster =
        authority == null
            ? entry.value()
            : entry.value().with(authority.toString(), "certificate-authority");
    admin.apply(object("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}"));
    admin.apply(
        object(
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: nobody, namespace: "
                + namespace
                + "}}"));
    token = admin.token(namespace, "nobody", "", Duration.ofMinutes(10));
  }

  @AfterAll
  void removeIt() throws InterruptedException {
    admin.delete(Kind.NAMESPACE, null, namespace, LIMIT);
    admin.close();
  }

  @Test
  void userWithoutRightsHearsWhichOneIsMissing() throws Exception {
    try (Cluster limited = as(cluster, token)) {
      assertTrue(limited.version().major() > 0);
      assertFalse(limited.allowed(AccessRequest.to("create", Kind.DEPLOYMENT, namespace)));
      Problem problem =
          assertThrows(MooringException.class, () -> limited.list(Kind.POD, namespace, ""))
              .problem();
      assertTrue(
          problem.why().endsWith("doesn't have permission: list pods in " + namespace),
          problem::toString);
      assertTrue(
          problem.remedy() instanceof Remedy.Grant grant
              && grant.role().contains("namespace: " + namespace),
          problem::toString);
      assertFalse(problem.toString().contains(token));
    }
  }

  @Test
  void wrongTokenIsSaid() throws Exception {
    try (Cluster stranger = as(cluster, "not-a-token")) {
      Problem problem = assertThrows(MooringException.class, stranger::version).problem();
      assertTrue(problem.why().contains("rejects the credentials"), problem::toString);
    }
  }

  @Test
  void authorityThatDidNotSignTheServerIsNotTrusted() throws Exception {
    Document trusting =
        cluster.without("certificate-authority").without("certificate-authority-data");
    try (Cluster untrusted = as(trusting, token)) {
      Problem problem = assertThrows(MooringException.class, untrusted::version).problem();
      assertTrue(
          problem.why().contains("isn't signed by the certificate authority"), problem::toString);
    }
  }

  @Test
  void givenServerNameIsCheckedInsteadOfTheAddress() throws Exception {
    try (Cluster named = as(cluster.with("kubernetes.default.svc", "tls-server-name"), token)) {
      assertTrue(named.version().major() > 0);
    }
    try (Cluster wrong = as(cluster.with("other.test", "tls-server-name"), token)) {
      Problem problem = assertThrows(MooringException.class, wrong::version).problem();
      assertTrue(problem.why().contains("is for another hostname"), problem::toString);
    }
  }

  @Test
  void impersonatedUserIsWhoTheServerSees() throws Exception {
    KubeconfigEntries entries = KubeconfigEntries.load(own.files());
    KubeconfigEntries.Entry user = entries.users().get(admin.context().user());
    Document self = user.value().with("ana", "as");
    for (String field : List.of("client-certificate", "client-key")) {
      Path path = user.path(field);
      self = path == null ? self : self.with(path.toString(), field);
    }
    try (Cluster ana = connect(cluster, self)) {
      assertFalse(ana.allowed(AccessRequest.to("create", Kind.POD, namespace)));
    }
    assertTrue(admin.allowed(AccessRequest.to("create", Kind.POD, namespace)));
    assertEquals("https", admin.endpoint().server().getScheme());
  }

  @Test
  void aTokenThatIsRevokedIsToldAndTheNextOneInItsFileCounts() throws Exception {
    String account =
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: ana, namespace: %s}}"
            .formatted(namespace);
    admin.apply(object(account));
    admin.apply(
        object(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: ana, namespace: %s}
            rules: [{apiGroups: [""], resources: [pods], verbs: [list, watch]}]
            """
                .formatted(namespace)));
    admin.apply(
        object(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: ana, namespace: %s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ana}
            subjects: [{kind: ServiceAccount, name: ana, namespace: %s}]
            """
                .formatted(namespace, namespace)));
    Path file = folder.resolve("token");
    Files.writeString(file, admin.token(namespace, "ana", "", Duration.ofMinutes(10)));
    AtomicReference<Watched> seen = new AtomicReference<>();
    try (Cluster ana = connect(cluster, Document.of(Map.of("tokenFile", file.toString())));
        Subscription watch = ana.watch(Kind.POD, namespace, "", seen::set)) {
      await().atMost(LIMIT).until(() -> seen.get() != null && !seen.get().stale());
      // The API server remembers for ten seconds that a token was good.
      admin.delete(Kind.SERVICE_ACCOUNT, namespace, "ana", LIMIT);
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  seen.get().why() != null
                      && seen.get().why().why().contains("rejects the credentials"));
      admin.apply(object(account));
      Files.writeString(file, admin.token(namespace, "ana", "", Duration.ofMinutes(10)));
      await().atMost(LIMIT).until(() -> !seen.get().stale());
    }
  }

  private Cluster as(Document at, String bearer) throws IOException {
    return connect(at, Document.of(Map.of("token", bearer)));
  }

  private Cluster connect(Document at, Document user) throws IOException {
    Path file = Files.createTempFile(folder, "config", "");
    TestKubeconfig.write(file, Documents.json(at), Documents.json(user));
    return new FabricKubeconfig(List.of(file)).connect(null);
  }

  private static KubeObject object(String yaml) {
    return new KubeObject(Documents.yaml(yaml, "a test").getFirst());
  }
}
