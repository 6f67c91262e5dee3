"""Example content of the gallery of components (templates/components/gallery.html)."""

from typing import Any

DEMO: dict[str, list[dict[str, Any]]] = {
    "tabs": [
        {"label": "内容", "url": "#g-tabs", "current": True},
        {"label": "応募者", "url": "#g-tabs", "count": 12},
        {"label": "質問", "url": "#g-tabs", "count": 0},
        {"label": "追記", "url": "#g-tabs"},
        {"label": "履歴", "url": "#g-tabs"},
    ],
    "steps": [
        {"label": "志望理由", "state": "done"},
        {"label": "稼働・条件の確認", "state": "current"},
        {"label": "質問への回答", "state": "todo"},
        {"label": "内容の確認", "state": "todo"},
    ],
    "pages": [
        {"number": 1, "url": "?page=1"},
        {"gap": True},
        {"number": 3, "url": "?page=3"},
        {"number": 4, "url": "", "current": True},
        {"number": 5, "url": "?page=5"},
        {"gap": True},
        {"number": 42, "url": "?page=42"},
    ],
    "tasks": [
        {"label": "課題と目的", "url": "#g-task", "done": True},
        {"label": "お願いしたいこと", "url": "#g-task", "done": True},
        {
            "label": "条件（期間・頻度・謝礼・場所）",
            "url": "#g-task",
            "hint": "謝礼の単価は、要綱の範囲で入力します。",
        },
        {"label": "選考方法と日程", "url": "#g-task", "status": "入力中"},
        {"label": "承認を申請する", "hint": "ほかの項目がすべて終わると始められます。"},
    ],
    "attention": [
        {
            "subject": "香川県さぬき市　DX推進計画の策定",
            "subject_url": "#g-attention",
            "reason": "30日以上、会議の記録がありません",
            "since": "10月20日（火）",
            "due": "11月20日（金）",
            "overdue": True,
            "url": "#g-attention",
            "action": "連絡を記録する",
        },
        {
            "subject": "応募 A7K3M2PQ　佐伯 健一さん",
            "subject_url": "#g-attention",
            "reason": "応募への返信が7営業日ありません",
            "since": "11月12日（木）",
            "due": "11月27日（金）",
            "url": "#g-attention",
            "action": "返信する",
        },
    ],
    "rows": [
        {"label": "募集名", "value": "DX推進計画の策定を手伝うアドバイザー", "url": "#g-summary"},
        {"label": "期間", "value": "令和9年1月12日（火）～令和9年3月31日（水）", "url": "#g-summary"},
        {
            "label": "お願いしたいこと",
            "value": "・現状の業務の聞き取り\n・計画案への助言\n・職員研修（1回）",
            "url": "#g-summary",
        },
        {"label": "応募者への質問", "value": "", "url": "#g-summary", "action": "入力する"},
    ],
    "timeline": [
        {
            "title": "面談の日程が決まりました",
            "at": "令和8年11月20日（金）14:02",
            "iso": "2026-11-20T14:02",
            "by": "高松 花子（総務部 政策課）",
            "body": "11月27日（金）19:00～19:30、オンライン。",
        },
        {
            "title": "応募を受け付けました",
            "at": "令和8年11月12日（木）21:40",
            "iso": "2026-11-12T21:40",
            "by": "佐伯 健一",
        },
    ],
}
