package dev.hopwise.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Data flows one way: each package uses only what ARCHITECTURE.md's table allows it.
class ModuleTableTest {

  private static final String BASE = "dev.hopwise.";

  /// Module and what of ours it may use beside itself. `server` may use everything and is absent.
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("model", List.of()),
          Map.entry("traceql", List.of("model")),
          Map.entry("receive", List.of("model")),
          Map.entry("journal", List.of("model")),
          Map.entry("measure", List.of("model")),
          Map.entry("sample", List.of("model", "traceql")),
          Map.entry("store", List.of("model")),
          Map.entry("store.lake", List.of("model", "store")),
          Map.entry("query", List.of("model", "traceql", "store")),
          Map.entry("analyze", List.of("model")),
          Map.entry("simulate", List.of("model")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.hopwise");

  @Test
  void everyModuleUsesOnlyWhatTheTableAllows() {
    MAY_USE.forEach((module, allowed) ->
        ArchRuleDefinition.noClasses()
            .that(
                resideInAnyPackage(roomsOf(module)).and(not(resideInAnyPackage(carvedOut(module)))))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("dev.hopwise..")
                    .and(not(resideInAnyPackage(roomsOfAll(module, allowed)))))
            .orShould()
            .dependOnClassesThat(resideInAnyPackage(carvedOut(module)))
            .allowEmptyShould(true)
            .check(CLASSES));
  }

  @Test
  void theImportSawTheModules() {
    for (String module :
        List.of(
            "model", "receive", "journal", "measure", "sample", "store", "simulate", "server")) {
      assertThat(CLASSES.stream().map(c -> c.getPackageName()))
          .as(module)
          .anyMatch(name -> name.equals(BASE + module));
    }
  }

  @Test
  void packagesOfTheServerHaveNoCycles() {
    slices().matching("dev.hopwise.server.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  private static String[] roomsOf(String module) {
    return new String[] {BASE + module + ".."};
  }

  /// `store.lake` lies inside `store` by name but is a module of its own.
  private static String[] carvedOut(String module) {
    return module.equals("store")
        ? new String[] {BASE + "store.lake.."}
        : new String[] {BASE + "nothing.."};
  }

  private static String[] roomsOfAll(String module, List<String> allowed) {
    List<String> rooms = new ArrayList<>(List.of(roomsOf(module)));
    allowed.forEach(each -> rooms.addAll(List.of(roomsOf(each))));
    return rooms.toArray(String[]::new);
  }
}
