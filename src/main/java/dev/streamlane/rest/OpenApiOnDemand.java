package dev.streamlane.rest;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;

/**
 * Has the description of the API made when somebody asks for it. Quarkus would make it at each start, before readiness:
 * without any need, for whoever starts a replica asks for its readiness.
 */
public class OpenApiOnDemand implements BuildCompatibleExtension {
    /** In dev mode and tests Quarkus' beans have a class loader of their own, which does not know our annotation. */
    @Enhancement(types = OpenApiDocumentService.class)
    public void prepareLater(ClassConfig documents) {
        if (ConfigUtils.isProfileActive("prod")) {
            documents.addAnnotation(PreparedOnDemand.class);
        }
    }
}
