package io.petaforge.cloud.aws;

import java.util.Map;
import org.jclouds.aws.ec2.options.CreateSecurityGroupOptions;
import org.jclouds.aws.ec2.options.CreateSubnetOptions;
import org.jclouds.aws.ec2.options.CreateVpcOptions;
import org.jclouds.aws.ec2.options.InternetGatewayOptions;
import org.jclouds.aws.ec2.options.RouteTableOptions;

/** jclouds' options with parameters that its builders do not know. */
final class Options {
    private Options() {}

    static CreateVpcOptions vpc(Map<String, String> parameters) {
        return new CreateVpcOptions() {
            {
                parameters.forEach(formParameters::put);
            }
        };
    }

    static CreateSubnetOptions subnet(Map<String, String> parameters) {
        return new CreateSubnetOptions() {
            {
                parameters.forEach(formParameters::put);
            }
        };
    }

    static InternetGatewayOptions gateway(Map<String, String> parameters) {
        return new InternetGatewayOptions() {
            {
                parameters.forEach(formParameters::put);
            }
        };
    }

    static RouteTableOptions routeTable(Map<String, String> parameters) {
        return new RouteTableOptions() {
            {
                parameters.forEach(formParameters::put);
            }
        };
    }

    static CreateSecurityGroupOptions securityGroup(Map<String, String> parameters) {
        return new CreateSecurityGroupOptions() {
            {
                parameters.forEach(formParameters::put);
            }
        };
    }
}
