"""Why calls end, in the words of the Data API: more than this server ever says, since filters may name them all."""

from __future__ import annotations

from typing import Final

from centrex.catalogue import one_of

_OF_BOTH: Final = (
    "incorrect_input",
    "app_is_inactive",
    "component_is_inactive",
    "internal_error",
    "subscriber_disconnects",
    "no_operation",
    "scenario_not_found",
    "transfer_disconnects",
    "scenario_disconnects",
    "fax_session_done",
    "no_resources",
    "another_operator_answer",
    "subscriber_busy",
    "subscriber_not_responsible",
    "subscriber_number_problems",
    "operator_answer",
    "locked_numb",
    "call_not_allowed_on_tp",
    "account_not_found",
    "contract_not_found",
    "operator_busy",
    "operator_not_responsible",
    "operator_disconnects",
    "operator_number_problems",
    "timeout",
    "operator_channels_busy",
    "locked_phone",
    "max_in_call_reached",
    "max_out_call_reached",
    "employee_busy",
    "employee_busy_after_call",
    "phone_group_inactive_by_schedule",
    "sip_offline",
    "employee_inactive",
    "employee_inactive_by_schedule",
    "employee_phone_inactive",
    "employee_phone_inactive_by_schedule",
    "action_interval_exceeded",
    "group_phone_inactive",
    "max_transition_count_exceeded",
    "group_inactive_by_schedule",
    "fmc_is_disabled",
    "fmc_is_locked",
    "in_call_not_allowed",
    "phone_protocol_not_allowed_by_status",
    "employee_status_break",
    "employee_status_do_not_disturb",
    "employee_status_not_at_workplace",
    "employee_status_not_at_work",
    "sip_trunk_is_locked",
    "limit_exceeded",
    "no_money",
    "out_call_not_allowed",
    "out_call_not_allowed_by_status",
    "external_call_not_allowed",
    "external_call_not_allowed_by_status",
    "internal_call_not_allowed",
    "internal_call_not_allowed_by_status",
    "call_enqueued",
    "employee_status_auto_out_call",
    "employee_status_available",
    "employee_auto_status_do_not_disturb",
    "auto_out_calls_not_allowed_by_status",
)
_OF_CALLS: Final = (
    "numb_not_exists",
    "numb_is_inactive",
    "sitephone_is_not_configured",
    "numa_in_black_list",
    "no_active_scenario",
    "simple_forwarding_is_not_configured",
    "site_not_exists",
    "call_generator_is_not_configured",
    "add_cdr_timeout",
    "success_finish",
    "api_permission_denied",
    "api_ip_now_allowed",
    "employee_not_exists",
    "not_enough_money",
    "platform_not_found",
    "incorrect_config",
    "communication_unavailable",
    "no_operator_confirmation",
    "disconnect_before_call_processing",
    "no_success_subscriber_call",
    "no_success_operator_call",
    "net_lock",
    "processing_method_not_found",
    "employee_without_phones",
    "group_without_phones",
    "no_operator_cdr_found",
    "numa_in_spam_list",
    "numa_dnd_interval",
    "too_many_identical_incoming_calls",
)
_OF_LEGS: Final = ("employee_phone_not_found",)

_LEG_ALIASES: Final = {
    "caller_disconnects": "subscriber_disconnects",
    "caller_busy": "subscriber_busy",
    "caller_not_responsive": "subscriber_not_responsible",
    "caller_number_problems": "subscriber_number_problems",
    "operator_not_responsive": "operator_not_responsible",
}
_CALL_ALIASES: Final = {
    **_LEG_ALIASES,
    "employees_not_exists": "employee_not_exists",
    "Sitephone_is_not_configured": "sitephone_is_not_configured",
    "no_success_caller_call": "no_success_subscriber_call",
}
"""What the English pages call them: a filter may say so too."""

GOES_ON: Final = ""
"""What stands in place of the reason as long as a call goes on: to clients it is never null."""

OF_CALLS: Final = one_of(*_OF_BOTH, *_OF_CALLS, GOES_ON, aliases=_CALL_ALIASES)
OF_LEGS: Final = one_of(*_OF_BOTH, *_OF_LEGS, aliases=_LEG_ALIASES)
