check-ok = 正常
check-problem = 异常
check-na = 不适用

role-butler = 区域客服管家
role-assistant = 物业助理
role-deputy-manager = 副经理
role-manager = 客户服务经理

slot-upcoming = 未到时间
slot-due = 应巡查
slot-late = 已迟
slot-in-progress = 进行中
slot-in-progress-late = 进行中(迟)
slot-done = 已完成
slot-done-late = 迟完成
slot-done-overran = 超时完成
slot-done-cut-short = 提前结束
slot-missed = 漏巡
slot-excused = 已说明

case-open = 待处理
case-dispatched = 已派单
case-planned = 已有方案
case-handled = 已处理
case-awaiting-callback = 待回访
case-closed = 已关闭
case-overdue = 超期

case-kind-finding = 巡查发现
case-kind-repair = 报修
case-kind-complaint = 投诉
case-kind-errand = 代办服务
case-kind-paid-service = 有偿服务
case-kind-feedback = 信息反馈
case-kind-handover-defect = 收楼遗留

step-dispatched = 派工
step-planned = 定方案
step-checked = 复查未解决
step-handled = 处理
step-replied = 回复
step-called-back = 回访
step-closed = 关闭

severity-minor = 轻微
severity-normal = 一般
severity-urgent = 紧急

source-visit = 家访
source-phone = 电话
source-office = 前台
source-observed = 现场了解
source-import = 原有资料

log-title = { $person } { $day } 工作日志
log-duties = 一、巡查与装修督导
log-records = 二、家访与其他记录
log-cases = 三、发现与跟进
log-entries = 四、其他事项
log-none = 无
log-problems = 异常 { $count } 项
log-finished = 已完成
log-unfinished = 未完成

expiry-valid = 有效
expiry-expiring = { $days ->
    [0] 今天到期
   *[other] { $days } 天后到期
}
expiry-expired = 已过期 { $days } 天

register-note = 备注
register-photo = 照片
register-record-start = 开始时间
register-record-end = 完成时间
register-record-rain = 是否下雨
register-record-skew = 时钟偏差
register-record-excuse = 情况说明
register-record-day = 日期
register-record-form = 表单
register-record-about = 对象
register-record-duty = 任务
register-record-slot = 时段
register-household-unit = 房号
register-household-floor = 楼层
register-case-kind = 类别
register-case-title = 标题
register-case-detail = 详细情况
register-case-dept = 责任部门
register-case-sev = 程度
register-case-about = 对象
register-case-found = 发现位置
register-case-at = 上报时间
register-case-agreed = 约定答复时间
register-case-f = 处理步骤
register-case-p = 照片
register-decoration-about = 房号
register-decoration-title = 装修公司
register-decoration-from = 开工日期
register-decoration-until = 完工日期
register-decoration-permit = 施工许可证号
register-decoration-permit-until = 施工许可证有效期
register-decoration-w = 工人出入证
register-worklog-day = 日期
register-worklog-e = 记事
register-directory-name = 小区名称
register-directory-b = 楼栋
register-directory-z = 责任区域
register-directory-s = 员工
register-rulepack-toml = 规则

said-rain = 下雨
said-dry = 未下雨
said-pass = { $holder },有效期至 { $day }
